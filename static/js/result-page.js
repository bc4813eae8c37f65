// A photo's result: the form for another photo, what a visitor says about films, and the result itself.

import "./upload.js";
import "./film-page.js";
import "./photo-result.js";

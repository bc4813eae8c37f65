// The card that a visitor may keep or share: a sentence, three posters, and the photo only if it is handed in.

import { penOf } from "./elements.js";
import { _ } from "./language.js";

const [WIDTH, HEIGHT, MARGIN] = [1080, 1350, 72];
const [GROUND, INK, SOFT, GREEN] = ["#0b0f11", "#f2f5f5", "#a7b2b8", "#62d9a6"];
const GAP = 30;
const POSTER = (WIDTH - 2 * MARGIN - 2 * GAP) / 3;

/** @typedef {{ image: HTMLImageElement, centre: number }} Photo centre: how far down its face is, 0 to 1 */

/**
 * A picture that is ready to be drawn; null where it cannot be had.
 *
 * @param {string} address
 */
async function loaded(address) {
  const picture = new Image();
  picture.src = address;
  try {
    await picture.decode();
    return picture;
  } catch {
    return null;
  }
}

/**
 * Text in lines.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {string} text
 * @param {number} width no line is wider, in pixels
 * @param {number} most at most so many lines
 */
function lines(pen, text, width, most) {
  const found = [""];
  for (const word of text.split(" ")) {
    const longer = `${found.at(-1)} ${word}`.trim();
    if (pen.measureText(longer).width <= width || !found.at(-1)) found[found.length - 1] = longer;
    else found.push(word);
  }
  if (found.length > most) found[most - 1] += " …";
  return found.slice(0, most);
}

/**
 * Write text; gives how far down it ends.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {string} text
 * @param {{ x: number, y: number, width: number, font: string, colour: string, lineHeight: number, most: number }} layout
 */
function write(pen, text, { x, y, width, font, colour, lineHeight, most }) {
  Object.assign(pen, { font, fillStyle: colour, textBaseline: "alphabetic" });
  const found = lines(pen, text, width, most);
  found.forEach((line, index) => pen.fillText(line, x, y + index * lineHeight, width));
  return y + found.length * lineHeight;
}

/**
 * A picture in a box with round corners, cut to fill it.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {HTMLImageElement} picture
 * @param {[x: number, y: number, width: number, height: number]} box
 * @param {number} [centre] what the cut goes around, as a share of the picture's height
 */
function fill(pen, picture, [x, y, width, height], centre = 0.5) {
  const [w, h] = [picture.naturalWidth || width, picture.naturalHeight || height];
  const scale = Math.max(width / w, height / h);
  const spare = height - h * scale; // what is cut away, negative
  pen.save();
  pen.beginPath();
  pen.roundRect(x, y, width, height, 18);
  pen.clip();
  pen.drawImage(picture, x + (width - w * scale) / 2, y + Math.max(spare, Math.min(0, height / 2 - centre * h * scale)), w * scale, h * scale);
  pen.restore();
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {string} family the font's
 */
function drawGround(pen, family) {
  pen.fillStyle = GROUND;
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  const glow = pen.createRadialGradient(WIDTH * 0.9, -60, 40, WIDTH * 0.9, -60, 900);
  glow.addColorStop(0, "rgb(98 217 166 / 30%)");
  glow.addColorStop(1, "rgb(98 217 166 / 0%)");
  pen.fillStyle = glow;
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  Object.assign(pen, { font: `700 40px ${family}`, fillStyle: GREEN });
  pen.fillText("Moviefy", MARGIN, HEIGHT - MARGIN + 8);
  Object.assign(pen, { font: `400 28px ${family}`, fillStyle: SOFT, textAlign: "right" });
  pen.fillText(_("a film for the look on your face"), WIDTH - MARGIN, HEIGHT - MARGIN + 8);
  pen.textAlign = "left";
}

/**
 * Draw the card.
 *
 * @param {HTMLCanvasElement} canvas 1080 x 1350 pixels
 * @param {object} content
 * @param {string} content.sentence such as "My face says: happy."
 * @param {{ title: string, poster: string }[]} content.films up to three, the poster as an address on this site
 * @param {Photo | null} content.photo to put above the posters
 */
export async function drawCard(canvas, { sentence, films, photo }) {
  const posters = await Promise.all(films.map((film) => loaded(film.poster)));
  const family = getComputedStyle(document.body).fontFamily;
  const pen = penOf(canvas);
  drawGround(pen, family);
  const height = POSTER * 1.5;
  const top = photo ? 640 : 560;
  if (photo) fill(pen, photo.image, [MARGIN, MARGIN, WIDTH - 2 * MARGIN, 390], photo.centre);
  const size = photo ? 62 : 96;
  const words = { x: MARGIN, width: WIDTH - 2 * MARGIN, font: `750 ${size}px ${family}`, colour: INK, most: photo ? 2 : 3 };
  write(pen, sentence, { ...words, y: photo ? 550 : 210, lineHeight: size * 1.1 });
  films.forEach((film, index) => {
    const x = MARGIN + index * (POSTER + GAP);
    const poster = posters[index];
    if (poster) fill(pen, poster, [x, top, POSTER, height]);
    const title = { x, y: top + height + 44, width: POSTER, font: `600 27px ${family}`, colour: INK, lineHeight: 34, most: 2 };
    write(pen, film.title, title);
  });
}

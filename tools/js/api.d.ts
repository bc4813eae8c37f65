// The server's JSON as the scripts read it; docs and /api/v1/openapi.json say what each field means.

/** Corners [x1, y1, x2, y2] in pixels of the frame. */
type Box = [number, number, number, number];

interface Mood {
  label: string | null;
  reason: string | null;
  scores: Record<string, number>;
  certainty: number;
  expression?: string | null;
  lean?: string | null;
}

interface Face {
  box: Box;
  confidence: number;
  expressions: Record<string, number>;
  mood: Mood;
  /** The face's number while it stays in the picture; only where readings follow each other. */
  track?: number;
}

interface Reading {
  width: number;
  height: number;
  /** Degrees clockwise by which a photo was turned to be upright; width, height and boxes are those of the result. */
  turned?: number;
  faces: Face[];
  mood: Mood;
  /** The number of the face that was picked. */
  chosen?: number | null;
  /** What the faces show, as a sentence, and what would help; with steady readings. */
  said?: string;
  hint?: string;
}

interface ApiError {
  code: string;
  message: string;
  status?: number;
}

/** What a reading asks for; film-question.js says what its parts mean. */
interface Finding {
  key: string;
  said?: string;
  mood?: string;
  group?: string[];
  scores?: number[];
  expression?: string | null;
  lean?: string | null;
}

/** Where in which order of films a list begins. */
interface Place {
  seed: number;
  offset: number;
}

interface Size {
  width: number;
  height: number;
}

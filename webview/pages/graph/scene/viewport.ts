export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Point {
  readonly width: number;
  readonly height: number;
}

/** What part of the drawing is to be seen, and how large. Scene = what is drawn, screen = pixels of the page. */
export class Viewport {
  /** Scene point at the top left corner of the screen. */
  x = 0;
  y = 0;
  scale = 1;
  width = 1;
  height = 1;

  toScene(point: Point): Point {
    return { x: this.x + point.x / this.scale, y: this.y + point.y / this.scale };
  }

  toScreen(point: Point): Point {
    return { x: (point.x - this.x) * this.scale, y: (point.y - this.y) * this.scale };
  }

  /** The visible part of the scene, with a margin given in parts of its size. */
  visible(margin = 0): Rect {
    const width = this.width / this.scale;
    const height = this.height / this.scale;
    return {
      x: this.x - width * margin,
      y: this.y - height * margin,
      width: width * (1 + 2 * margin),
      height: height * (1 + 2 * margin),
    };
  }

  panBy(dx: number, dy: number): void {
    this.x -= dx / this.scale;
    this.y -= dy / this.scale;
  }

  /** Zooms so that what is under the screen point stays there. */
  zoomAt(point: Point, factor: number): void {
    const fixed = this.toScene(point);
    this.scale = Math.min(largestScale, Math.max(smallestScale, this.scale * factor));
    this.x = fixed.x - point.x / this.scale;
    this.y = fixed.y - point.y / this.scale;
  }

  zoomCentred(factor: number): void {
    this.zoomAt({ x: this.width / 2, y: this.height / 2 }, factor);
  }

  /** Shows a rectangle whole and in the middle, never larger than life. */
  fit(rect: Rect): void {
    const room = 32;
    const whole = Math.min((this.width - room) / rect.width, (this.height - room) / rect.height, 1);
    this.scale = Math.max(smallestScale, whole);
    this.centre({ x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 });
  }

  /** The first sight: whole if it can be read so, else readable and with `first` at the beginning. */
  begin(rect: Rect, first: Rect, direction: 'down' | 'right'): void {
    this.fit(rect);
    if (this.scale >= readableScale) return;
    this.scale = readableScale;
    this.centre({ x: first.x + first.width / 2, y: first.y + first.height / 2 });
    const room = 48 / this.scale;
    if (direction === 'down') this.y = first.y - room;
    else this.x = first.x - room;
  }

  /** Moves as little as needed to show a rectangle; true when it moved. */
  reveal(rect: Rect): boolean {
    const room = 24 / this.scale;
    const shift = (at: number, size: number, from: number, length: number): number => {
      if (at - room < from) return at - room - from;
      return Math.max(0, Math.min(at + size + room - from - length, at - room - from));
    };
    const dx = shift(rect.x, rect.width, this.x, this.width / this.scale);
    const dy = shift(rect.y, rect.height, this.y, this.height / this.scale);
    this.x += dx;
    this.y += dy;
    return dx !== 0 || dy !== 0;
  }

  centre(point: Point): void {
    this.x = point.x - this.width / this.scale / 2;
    this.y = point.y - this.height / this.scale / 2;
  }

  get transform(): string {
    return `scale(${this.scale}) translate(${-this.x} ${-this.y})`;
  }
}

export function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

export function contains(rect: Rect, point: Point): boolean {
  return point.x >= rect.x && point.y >= rect.y && point.x <= rect.x + rect.width && point.y <= rect.y + rect.height;
}

const smallestScale = 0.02;
const readableScale = 0.7;
const largestScale = 3;

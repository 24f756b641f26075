const canvas = document.createElement('canvas').getContext('2d');
const fitted = new Map<string, string>();
let font = '';

/** The text cut to a width in pixels, with an ellipsis; measured once per text. */
export function fitText(text: string, width: number, weight: 'normal' | 'bold' = 'normal', size = 13): string {
  if (font === '') font = getComputedStyle(document.body).fontFamily;
  const key = `${weight}${size}/${width}/${text}`;
  const known = fitted.get(key);
  if (known !== undefined) return known;
  if (fitted.size > 20_000) fitted.clear();
  if (canvas) canvas.font = `${weight === 'bold' ? '600' : '400'} ${size}px ${font}`;
  const result = cut(text, width);
  fitted.set(key, result);
  return result;
}

function cut(text: string, width: number): string {
  const measure = (one: string): number => canvas?.measureText(one).width ?? one.length * 7;
  if (measure(text) <= width) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(`${text.slice(0, middle)}…`) <= width) low = middle;
    else high = middle - 1;
  }
  return `${text.slice(0, low).trimEnd()}…`;
}

/** Makes the drawing a file of its own: styles written into it, so that it looks the same anywhere. */
export function pictureOf(
  drawing: SVGSVGElement,
  box: { x: number; y: number; width: number; height: number },
): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  writeStyles(drawing, copy);
  const room = 16;
  const size = { width: Math.ceil(box.width + 2 * room), height: Math.ceil(box.height + 2 * room) };
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('viewBox', `${box.x - room} ${box.y - room} ${size.width} ${size.height}`);
  copy.setAttribute('width', String(size.width));
  copy.setAttribute('height', String(size.height));
  copy.querySelector('.world')?.removeAttribute('transform');
  for (const needless of copy.querySelectorAll('.overlay, .port, .ring, .breakpoint:not(.on)')) needless.remove();
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  const place = { x: box.x - room, y: box.y - room, ...size, fill: getComputedStyle(document.body).backgroundColor };
  for (const [name, value] of Object.entries(place)) ground.setAttribute(name, String(value));
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy);
}

/** The same as pixels, two for each unit as far as a browser can; as a base64 text. */
export async function pixelsOf(picture: string): Promise<string> {
  const url = URL.createObjectURL(new Blob([picture], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const scale = Math.min(2, 16_000 / Math.max(image.width, image.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.ceil(image.width * scale);
    canvas.height = Math.ceil(image.height * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
  } finally {
    URL.revokeObjectURL(url);
  }
}

function writeStyles(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  for (const name of drawn) {
    const value = style.getPropertyValue(name);
    if (value !== '' && value !== 'auto') to.setAttribute(name, value);
  }
  for (const name of [
    'class',
    'tabindex',
    'role',
    'data-step',
    'aria-setsize',
    'aria-posinset',
    'aria-selected',
    'aria-multiselectable',
  ])
    if (!(name === 'class' && /world|overlay|port|ring|breakpoint/.test(to.getAttribute('class') ?? '')))
      to.removeAttribute(name);
  [...from.children].forEach((child, index) => {
    const other = to.children[index];
    if (other) writeStyles(child, other);
  });
}

const drawn = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'visibility',
];

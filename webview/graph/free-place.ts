/** Stretches of a line that are taken, and the free place that is nearest to where one wants to be. */
export class TakenLine {
  readonly #taken: { readonly start: number; readonly end: number }[] = [];

  take(start: number, end: number): void {
    this.#taken.push({ start, end });
  }

  /** The number nearest to `wanted` that lies inside no stretch; the left one of two that are equally near. */
  nearest(wanted: number): number {
    const left = this.#leave(wanted, ({ start }) => start);
    const right = this.#leave(wanted, ({ end }) => end);
    return wanted - left <= right - wanted ? left : right;
  }

  /** Stretches may overlap: leaving one may lead into another. */
  #leave(wanted: number, border: (stretch: { readonly start: number; readonly end: number }) => number): number {
    let at = wanted;
    for (let isInside = true; isInside;) {
      const stretch = this.#taken.find(({ start, end }) => start < at && at < end);
      isInside = stretch !== undefined;
      if (stretch) at = border(stretch);
    }
    return at;
  }
}

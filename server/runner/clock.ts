/** Time for the runner, taken before user code may change `Date` or `performance`. */
const dateNow = Date.now;
const performanceNow = performance.now.bind(performance);

export const clock = {
  nowMs: (): number => dateNow(),
  monotonicMs: (): number => performanceNow(),
};

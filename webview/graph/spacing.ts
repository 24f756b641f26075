/** Between boxes of one row; an edge passes through. */
export const nodeGap = 32;
/** Between rows: room for edges, and for the border and the name of a segment. */
export const rowGap = 72;
export const segmentPadding = 16;
export const segmentTitle = 20;
/** Between areas of segments beside each other. */
export const segmentGap = 32;
/** Between an edge and a box that it passes. */
export const edgeClearance = 10;

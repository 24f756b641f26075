/** Layout is decided here and nowhere else; `npm run format` applies it, `npm run check` holds it. */
export default { printWidth: 120, singleQuote: true };

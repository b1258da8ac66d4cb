export { filterInWords } from './filter-words.ts';
export { type Frame, asTable, asText, nothingMatches } from './listing.ts';
export { listCommands, readList } from './lists.ts';

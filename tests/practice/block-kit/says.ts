/** How Slack says what is wrong, and the rows of the tables of shapes. */
import type { Json, JsonObject } from '../../../src/practice/protocol.ts';

export type Surface = 'message' | 'modal' | 'home';

/** A name; where it stands; the blocks, or the whole view. */
export type Taken = [name: string, on: Surface, shape: Json[] | JsonObject];
/** The same, with the JSON pointer from the blocks (or the view) and what is said there. */
export type Refused = [...taken: Taken, at: string, says: string];

export const unsupported = (type: string): string => `unsupported type: ${type}`;
export const missing = (name: string): string => `missing required field: ${name}`;
export const additional = (name: string): string => `invalid additional property: ${name}`;
export const pattern = (source: string): string => `input must match regex pattern: ${source}`;
export const longerThan = (than: number): string => `must be less than ${than + 1} characters`;
export const moreThan = (than: number): string => `no more than ${than} items allowed`;
export const fewerThan = (than: number): string => `no less than ${than} items allowed`;

export const EMPTY = 'must be more than 0 characters';
export const NO_LINK = 'invalid url';
export const NO_PICTURE = 'downloading image failed';
export const NO_VALUE = 'must be a valid enum value';
export const NO_OBJECT = 'must provide an object';
export const TWICE = 'must be unique';
export const NOT_OFFERED = 'must be one of the provided options';
export const FILE = pattern('^F[A-Z0-9]{8,}$');
export const USER = pattern('^[UW][A-Z0-9]+$');

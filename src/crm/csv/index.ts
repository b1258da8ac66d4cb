export { BYTE_ORDER_MARK, csvLine, unharmed } from './csv.ts';

/** The two kinds of tables: `table`, and the `data_table` that people sort and leaf through. */
import type { Json, JsonObject } from '../../protocol.ts';
import { asObject, asString, asText, objects } from '../json.ts';
import { blockId } from './objects.ts';
import { richText } from './rich-text.ts';
import { anyOf, boolean, integer, list, number, object, oneOf, string, typed, type Rule } from './schema.ts';

/** The most characters of all cells of one kind of table in a message, and so of one table. */
export const MOST_IN_TABLES: Readonly<Record<string, number>> = { table: 10_000, data_table: 20_000 };

const rowsOf = (block: JsonObject): Json[][] =>
  (Array.isArray(block['rows']) ? block['rows'] : []).filter((row) => Array.isArray(row));

/** How many characters the cells of a table show. */
export function charactersIn(block: JsonObject): number {
  return rowsOf(block)
    .flat()
    .reduce((sum: number, cell) => sum + shownIn(asObject(cell)), 0);
}

function shownIn(part: JsonObject): number {
  const words = asString(part['text']) || asText(part['value']);
  return objects(part['elements']).reduce((sum, inner) => sum + shownIn(inner), Array.from(words).length);
}

const evenRows: Rule = {
  check(block, say) {
    const rows = rowsOf(block);
    const width = rows[0]?.length;
    rows.forEach((row, at) => {
      if (row.length !== width) say(`must have ${width} cells like the first row`, `/rows/${at}`);
    });
  },
};

const notTooLong: Rule = {
  check(block, say) {
    const most = MOST_IN_TABLES[asString(block['type'])] ?? Infinity;
    if (charactersIn(block) > most) say(`must be less than ${most + 1} characters`, '/rows');
  },
};

/** The text of a number is how it is shown; its value is what it is sorted by. */
const rawNumber = typed('raw_number', { needs: { value: number() }, takes: { text: string({ min: 1 }) } });

/** Its pages disagree on rows of different lengths, which are refused here. */
export const table = typed('table', {
  on: ['message', 'home'],
  needs: {
    rows: list(
      list(anyOf(typed('raw_text', { needs: { text: string() } }), rawNumber, richText), { min: 1, max: 20 }),
      {
        min: 1,
        max: 100,
      },
    ),
  },
  takes: {
    block_id: blockId,
    column_settings: list(object({ takes: { align: oneOf('left', 'center', 'right'), is_wrapped: boolean } }), {
      max: 20,
      gaps: true,
    }),
  },
  rules: [evenRows, notTooLong],
});

const plainHeadings: Rule = {
  check(block, say) {
    rowsOf(block)[0]?.forEach((cell, at) => {
      if (asObject(cell)['type'] === 'rich_text') say('unsupported type: rich_text', `/rows/0/${at}/type`);
    });
  },
};

const headerColumn: Rule = {
  check(block, say) {
    const columns = rowsOf(block)[0]?.length ?? 0;
    const at = block['row_header_column_index'];
    if (typeof at === 'number' && at >= columns)
      say(`must be less than or equal to ${columns - 1}`, '/row_header_column_index');
  },
};

export const dataTable = typed('data_table', {
  on: ['message', 'home'],
  needs: {
    caption: string({ min: 1 }),
    rows: list(
      list(anyOf(typed('raw_text', { needs: { text: string({ min: 1 }) } }), rawNumber, richText), { min: 1, max: 20 }),
      { min: 2, max: 201 },
    ),
  },
  takes: { block_id: blockId, page_size: integer(1, 100), row_header_column_index: integer(0) },
  rules: [evenRows, plainHeadings, headerColumn, notTooLong],
});

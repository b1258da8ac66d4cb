/** Slack's data table: sorted by a click on a heading, leafed through page by page. */
import { useState } from 'preact/hooks';
import type { JsonObject } from '../../protocol.ts';
import { Icon } from '../shell/icons.tsx';
import { num, rows, str } from '../inspector/json.ts';
import { Cell, cellText, isNumber } from './cells.tsx';
import type { BlockProps } from './props.ts';

type Sort = { column: number; down: boolean } | null;

export function DataTable({ block }: BlockProps) {
  const [head = [], ...body] = rows(block.rows);
  const [sort, setSort] = useState<Sort>(null);
  const [page, setPage] = useState(0);
  const size = num(block.page_size) ?? 5;
  const pages = Math.max(1, Math.ceil(body.length / size));
  const at = Math.min(page, pages - 1);
  const shown = sorted(body, sort).slice(at * size, at * size + size);
  const numeric = head.map((_, column) => isNumber(body[0]?.[column]));
  const sortBy = (column: number): void => {
    setSort(sort?.column === column ? (sort.down ? null : { column, down: true }) : { column, down: false });
    setPage(0);
  };
  return (
    <div class="data-table">
      <div class="table-frame" tabIndex={0} role="region" aria-label={str(block.caption)}>
        <table>
          <caption>{str(block.caption)}</caption>
          <thead>
            <tr>
              {head.map((cell, column) => (
                <Heading
                  key={column}
                  cell={cell}
                  numeric={numeric[column] === true}
                  sort={sort?.column === column ? sort : null}
                  onSort={() => sortBy(column)}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, n) => (
              <tr key={n}>
                {row.map((cell, column) =>
                  column === (num(block.row_header_column_index) ?? -1) ? (
                    <th key={column} scope="row">
                      <Cell of={cell} />
                    </th>
                  ) : (
                    <td key={column} class={numeric[column] ? 'to-right' : ''}>
                      <Cell of={cell} />
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 && <Pager at={at} pages={pages} size={size} total={body.length} go={setPage} />}
    </div>
  );
}

function Heading({
  cell,
  numeric,
  sort,
  onSort,
}: {
  cell: JsonObject;
  numeric: boolean;
  sort: Sort;
  onSort: () => void;
}) {
  const direction = sort ? (sort.down ? 'descending' : 'ascending') : 'none';
  return (
    <th scope="col" class={numeric ? 'to-right' : ''} aria-sort={direction}>
      <button type="button" onClick={onSort}>
        {cellText(cell)} <span class={`sort ${direction}`} aria-hidden="true" />
      </button>
    </th>
  );
}

function sorted(body: JsonObject[][], sort: Sort): JsonObject[][] {
  if (!sort) return body;
  const { column, down } = sort;
  const compare = (a: JsonObject = {}, b: JsonObject = {}): number =>
    isNumber(a) && isNumber(b)
      ? (num(a.value) ?? 0) - (num(b.value) ?? 0)
      : cellText(a).localeCompare(cellText(b), 'en', { numeric: true });
  return body.toSorted((a, b) => compare(a[column], b[column]) * (down ? -1 : 1));
}

interface PagerProps {
  at: number;
  pages: number;
  size: number;
  total: number;
  go: (page: number) => void;
}

function Pager({ at, pages, size, total, go }: PagerProps) {
  return (
    <div class="pager">
      <span aria-live="polite">
        {at * size + 1}–{Math.min(total, at * size + size)} of {total}
      </span>
      <button
        type="button"
        class="icon-button"
        aria-label="Previous page"
        disabled={at === 0}
        onClick={() => go(at - 1)}
      >
        <Icon name="left" size={16} />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label="Next page"
        disabled={at === pages - 1}
        onClick={() => go(at + 1)}
      >
        <Icon name="right" size={16} />
      </button>
    </div>
  );
}

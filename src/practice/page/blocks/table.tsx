/** The plain table block: its first row is the header. */
import { list, rows, str } from '../inspector/json.ts';
import { Cell, isNumber } from './cells.tsx';
import type { BlockProps } from './props.ts';

export function TableBlock({ block }: BlockProps) {
  const [head = [], ...body] = rows(block.rows);
  const settings = list(block.column_settings);
  const look = (column: number, number = false): string => {
    const align = str(settings[column]?.align) || (number ? 'right' : 'left');
    return `to-${align} ${settings[column]?.is_wrapped === true ? 'wraps' : ''}`;
  };
  return (
    <div class="table-frame" tabIndex={0} role="region" aria-label="Table">
      <table>
        <thead>
          <tr>
            {head.map((cell, column) => (
              <th key={column} scope="col" class={look(column)}>
                <Cell of={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => (
                <td key={column} class={look(column, isNumber(cell))}>
                  <Cell of={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

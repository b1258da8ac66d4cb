/** A month to pick a day from, by mouse or by arrow keys. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../shell/icons.tsx';
import { usePopover } from '../shell/popover.ts';
import { dayOf, shortDay } from '../messages/time.ts';
import type { useNames } from './text.tsx';

interface Props {
  names: ReturnType<typeof useNames>;
  /** YYYY-MM-DD, or empty. */
  day: string;
  placeholder: string;
  clearable: boolean;
  onPick: (day: string) => void;
}

export function DayButton({ names, day, placeholder, clearable, onPick }: Props) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const { root, style } = usePopover(open, () => setOpen(false), { height: 330, width: 276 });
  const { 'aria-labelledby': labelledBy, 'aria-required': _, 'aria-label': label, ...rest } = names;
  return (
    <div class="date-pick" ref={root}>
      <button
        {...rest}
        type="button"
        ref={button}
        class={day ? 'field day-button' : 'field day-button empty'}
        aria-labelledby={labelledBy && `${labelledBy} ${names.id}`}
        aria-label={labelledBy ? undefined : `${label ?? placeholder} ${day && shortDay(day)}`}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="calendar" size={16} />
        <span>{day ? shortDay(day) : placeholder}</span>
      </button>
      {day && clearable && (
        <button type="button" class="clear" aria-label="Clear date" onClick={() => onPick('')}>
          <Icon name="close" size={12} />
        </button>
      )}
      {open && (
        <div class="popup calendar" role="dialog" aria-label="Choose a date" style={style}>
          <Month
            day={day}
            close={close}
            pick={(next) => {
              onPick(next);
              close();
            }}
          />
        </div>
      )}
    </div>
  );
}

const at = (day: string): Date => new Date(`${day}T12:00:00Z`);
const write = (date: Date): string => date.toISOString().slice(0, 10);

export function shift(day: string, by: { days?: number; months?: number }): string {
  const date = at(day);
  const wanted = date.getUTCDate();
  if (by.months) {
    date.setUTCDate(1);
    date.setUTCMonth(date.getUTCMonth() + by.months);
    const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
    date.setUTCDate(Math.min(wanted, last));
  }
  date.setUTCDate(date.getUTCDate() + (by.days ?? 0));
  return write(date);
}

const KEYS: Record<string, Parameters<typeof shift>[1]> = {
  ArrowLeft: { days: -1 },
  ArrowRight: { days: 1 },
  ArrowUp: { days: -7 },
  ArrowDown: { days: 7 },
  PageUp: { months: -1 },
  PageDown: { months: 1 },
};

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

function Month({ day, pick, close }: { day: string; pick: (day: string) => void; close: () => void }) {
  const today = dayOf(new Date());
  const [active, setActive] = useState(day || today);
  const grid = useRef<HTMLDivElement>(null);
  // At once, so that the next key already finds it.
  useLayoutEffect(
    () => grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true }),
    [active],
  );

  const first = `${active.slice(0, 7)}-01`;
  const start = shift(first, { days: -at(first).getUTCDay() });
  const days = Array.from({ length: 42 }, (_, n) => shift(start, { days: n }));
  const title = at(first).toLocaleDateString('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const press = (event: KeyboardEvent): void => {
    const step = KEYS[event.key];
    if (step) setActive((now) => shift(now, step));
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div onKeyDown={press}>
      <div class="calendar-head">
        <button
          type="button"
          class="icon-button"
          aria-label="Previous month"
          onClick={() => setActive(shift(active, { months: -1 }))}
        >
          <Icon name="left" size={16} />
        </button>
        <strong aria-live="polite">{title}</strong>
        <button
          type="button"
          class="icon-button"
          aria-label="Next month"
          onClick={() => setActive(shift(active, { months: 1 }))}
        >
          <Icon name="right" size={16} />
        </button>
      </div>
      <div class="calendar-grid" ref={grid} role="group" aria-label={title}>
        {WEEKDAYS.map((name) => (
          <abbr key={name} title={name}>
            {name.slice(0, 2)}
          </abbr>
        ))}
        {days.map((one) => (
          <button
            key={one}
            type="button"
            class={dayClass(one, { active, today, chosen: day })}
            tabIndex={one === active ? 0 : -1}
            aria-label={at(one).toLocaleDateString('en-US', { dateStyle: 'full', timeZone: 'UTC' })}
            aria-pressed={one === day}
            aria-current={one === today ? 'date' : undefined}
            onClick={() => pick(one)}
          >
            {Number(one.slice(8))}
          </button>
        ))}
      </div>
      <button type="button" class="calendar-today" onClick={() => pick(today)}>
        Today
      </button>
    </div>
  );
}

function dayClass(one: string, { active, today, chosen }: { active: string; today: string; chosen: string }): string {
  const outside = one.slice(0, 7) === active.slice(0, 7) ? '' : ' outside';
  return `${one === chosen ? 'chosen' : ''}${one === today ? ' today' : ''}${outside}`;
}

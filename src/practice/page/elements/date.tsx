/** Date, time and date-and-time pickers. */
import { textOf, num, str } from '../inspector/json.ts';
import { useValue, type Slot } from '../dialogs/surface.tsx';
import { dayOf, instant, timeOf, zone } from '../messages/time.ts';
import { DayButton } from './calendar.tsx';
import { useNames } from './text.tsx';

export function DatePicker(slot: Slot) {
  const { value, change } = useValue(slot);
  return (
    <DayButton
      names={useNames(slot)}
      day={str(value.selected_date)}
      placeholder={textOf(slot.element.placeholder) || 'Select a date'}
      clearable={slot.optional}
      onPick={(day) => change({ selected_date: day || null })}
    />
  );
}

export function TimePicker(slot: Slot) {
  const { value, keep, dispatch } = useValue(slot);
  const time = str(value.selected_time);
  return (
    <TimeField
      names={useNames(slot)}
      time={time}
      onType={(next) => keep({ selected_time: next || null })}
      // The browser reports each key press; the app hears of it once, when the field is left.
      onDone={() =>
        slot.dispatches && time && void dispatch({ type: 'timepicker', selected_time: time, timezone: zone() })
      }
    />
  );
}

export function DateTimePicker(slot: Slot) {
  const { value, change } = useValue(slot);
  const names = useNames(slot);
  const seconds = num(value.selected_date_time);
  const at = seconds === undefined ? null : new Date(seconds * 1000);
  const day = at ? dayOf(at) : '';
  const time = at ? timeOf(at) : '';
  const pick = (nextDay: string, nextTime: string): void =>
    change({ selected_date_time: nextDay ? instant(nextDay, nextTime || '09:00') : null });
  return (
    <div class="date-time" role="group" aria-labelledby={slot.labelId} aria-describedby={slot.describedBy}>
      <DayButton
        names={names}
        day={day}
        placeholder="Select a date"
        clearable={slot.optional}
        onPick={(next) => pick(next, time)}
      />
      <TimeField
        names={{ 'aria-label': 'Time' }}
        time={time}
        onType={(next) => next && pick(day || dayOf(new Date()), next)}
        onDone={() => {}}
      />
    </div>
  );
}

interface TimeProps {
  names: ReturnType<typeof useNames> | { 'aria-label': string };
  time: string;
  onType: (time: string) => void;
  onDone: () => void;
}

function TimeField({ names, time, onType, onDone }: TimeProps) {
  return (
    <span class="time-field">
      <input
        {...names}
        class="field"
        type="time"
        value={time}
        onInput={(event) => onType(event.currentTarget.value)}
        onBlur={onDone}
      />
    </span>
  );
}

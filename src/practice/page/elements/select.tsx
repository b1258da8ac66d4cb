/** Every select menu of Block Kit, one or many: a combobox over options. */
import type { Json } from '../../protocol.ts';
import { useCell } from '../cell.ts';
import { withEmoji } from '../messages/emoji.ts';
import { fieldOf } from '../dialogs/form.ts';
import { num, str, textOf } from '../inspector/json.ts';
import { snapshot } from '../state.ts';
import { useValue, type Slot } from '../dialogs/surface.tsx';
import { Combobox } from './combobox.tsx';
import { optionOf, type Option } from './options.ts';

export function Select(slot: Slot) {
  const { element } = slot;
  const { value, change, busy } = useValue(slot);
  const now = useCell(snapshot);
  const type = str(element.type);
  const many = type.startsWith('multi_');
  const field = fieldOf(type);
  const held: Json = value[field] ?? null;
  const chosen = (Array.isArray(held) ? held : held === null ? [] : [held]).map((raw) => optionOf(raw, now));
  const choose = (options: Option[]): void => {
    const raws = options.map(({ raw }) => raw);
    change({ [field]: many ? raws : (raws[0] ?? null) });
  };
  return (
    <Combobox
      slot={slot}
      chosen={chosen}
      many={many}
      most={num(element.max_selected_items) ?? Infinity}
      placeholder={withEmoji(textOf(element.placeholder)) || (many ? 'Select options' : 'Select an option')}
      busy={busy}
      onChoose={choose}
    />
  );
}

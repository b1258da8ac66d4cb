/** Radio buttons and checkboxes. */
import type { JsonObject } from '../../protocol.ts';
import { list, obj, str, textOf } from '../inspector/json.ts';
import { TextObject } from '../messages/mrkdwn.tsx';
import { usePlace, useValue, type Slot } from '../dialogs/surface.tsx';

export function Choices(slot: Slot) {
  const { element, labelId, describedBy, invalid } = slot;
  const { domId } = usePlace();
  const { value, change, actionId } = useValue(slot);
  const many = element.type === 'checkboxes';
  const chosen = many ? list(value.selected_options) : [obj(value.selected_option)];
  const isOn = (option: JsonObject): boolean => chosen.some((one) => one.value === option.value);
  const toggle = (option: JsonObject): void => {
    if (!many) return change({ selected_option: option });
    const rest = list(element.options).filter((one) => (one.value === option.value ? !isOn(one) : isOn(one)));
    change({ selected_options: rest });
  };
  return (
    <div class="choices" role={many ? 'group' : 'radiogroup'} aria-labelledby={labelId} aria-describedby={describedBy}>
      {list(element.options).map((option) => (
        <label class="choice" key={str(option.value)}>
          <input
            type={many ? 'checkbox' : 'radio'}
            name={`${domId}-${slot.blockId}-${actionId}`}
            checked={isOn(option)}
            aria-invalid={invalid}
            onChange={() => toggle(option)}
          />
          <span>
            <TextObject of={option.text} />
            {textOf(option.description) && (
              <span class="choice-detail">
                <TextObject of={option.description} />
              </span>
            )}
          </span>
        </label>
      ))}
    </div>
  );
}

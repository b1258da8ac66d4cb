/** Files for a form: chosen or dropped, uploaded at once, listed with a way to take them back. */
import { useState } from 'preact/hooks';
import { Icon, Spinner } from '../shell/icons.tsx';
import { list, num, str, strings } from '../inspector/json.ts';
import { upload } from '../link.ts';
import { tell } from '../state.ts';
import { useValue, type Slot } from '../dialogs/surface.tsx';
import { useNames } from './text.tsx';

export function FileInput(slot: Slot) {
  const { value, change } = useValue(slot);
  const [sending, setSending] = useState(0);
  const files = list(value.files);
  const most = num(slot.element.max_files) ?? 10;
  const types = strings(slot.element.filetypes);
  const add = async (picked: File[]): Promise<void> => {
    const room = picked.slice(0, most - files.length);
    if (room.length < picked.length) tell(`Only ${most} ${most === 1 ? 'file' : 'files'} can be added here.`);
    setSending(room.length);
    try {
      change({ files: [...files, ...(await Promise.all(room.map(upload)))] });
    } catch {
      tell('The file couldn’t be uploaded. Try again.');
    }
    setSending(0);
  };
  return (
    <div class="files-input">
      {files.map((file) => (
        <span class="pill" key={str(file.id)}>
          <Icon name="file" size={14} /> {str(file.name) || str(file.id)}
          <button
            type="button"
            aria-label={`Remove ${str(file.name)}`}
            onClick={() => change({ files: files.filter((one) => one.id !== file.id) })}
          >
            <Icon name="close" size={12} />
          </button>
        </span>
      ))}
      {files.length < most && (
        <label
          class="drop"
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault();
            void add([...(event.dataTransfer?.files ?? [])]);
          }}
        >
          <input
            {...useNames(slot)}
            type="file"
            multiple={most > 1}
            accept={types.map((type) => `.${type}`).join(',') || undefined}
            onChange={(event) => {
              const picked = [...(event.currentTarget.files ?? [])];
              event.currentTarget.value = '';
              void add(picked);
            }}
          />
          {sending ? <Spinner /> : <Icon name="plus" size={16} />}{' '}
          {sending ? 'Uploading…' : 'Add files, or drop them here'}
        </label>
      )}
    </div>
  );
}

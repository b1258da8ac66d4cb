/** Files that came with a message: pictures as pictures, the rest as cards. */
import { useState } from 'preact/hooks';
import type { FileCard } from '../../protocol.ts';
import { Icon } from '../shell/icons.tsx';
import { lightbox } from '../state.ts';

export function Files({ files }: { files: FileCard[] }) {
  if (files.length === 0) return null;
  return (
    <div class="files">
      {files.map((file) =>
        file.mimetype.startsWith('image/') ? <Picture key={file.id} file={file} /> : <Card key={file.id} file={file} />,
      )}
    </div>
  );
}

function Picture({ file }: { file: FileCard }) {
  const [open, setOpen] = useState(true);
  const alt = file.altText || file.title || file.name;
  return (
    <figure class="file-picture">
      <figcaption>
        <button type="button" class="link-button quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          {file.title || file.name} <Icon name={open ? 'down' : 'right'} size={14} />
        </button>
      </figcaption>
      {open && (
        <button
          type="button"
          class="picture"
          aria-label={`Enlarge: ${alt}`}
          onClick={() => lightbox.set({ url: file.url, title: file.title || file.name, altText: alt })}
        >
          <img src={file.url} alt={alt} loading="lazy" />
        </button>
      )}
    </figure>
  );
}

const SIZES = ['bytes', 'kB', 'MB', 'GB'];

/** `12 kB` */
function sizeOf(bytes: number): string {
  const power = bytes > 0 ? Math.min(Math.floor(Math.log10(bytes) / 3), SIZES.length - 1) : 0;
  const amount = bytes / 1000 ** power;
  return `${amount < 10 && power ? amount.toFixed(1) : Math.round(amount)} ${SIZES[power]}`;
}

function Card({ file }: { file: FileCard }) {
  return (
    <a class="file-card" href={file.url} download={file.name}>
      <Icon name="file" />
      <span>
        <b>{file.title || file.name}</b>
        <span>
          {file.name} · {sizeOf(file.size)}
        </span>
      </span>
    </a>
  );
}

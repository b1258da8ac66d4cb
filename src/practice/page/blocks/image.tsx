/** Images, as a block of their own and as a small one inside others. */
import { useState } from 'preact/hooks';
import type { JsonObject } from '../../protocol.ts';
import { withEmoji } from '../messages/emoji.ts';
import { Icon } from '../shell/icons.tsx';
import { obj, str, textOf } from '../inspector/json.ts';
import { lightbox } from '../state.ts';
import type { BlockProps } from './props.ts';

/** Where the picture is: a web address, or a file that was uploaded here. */
function sourceOf(image: JsonObject): string {
  const file = obj(image.slack_file);
  const url = str(image.image_url) || str(file.url);
  if (url) return /^(https?:\/\/|\/)/i.test(url) ? url : '';
  return str(file.id) ? `/files/${encodeURIComponent(str(file.id))}` : '';
}

export function ImageElement({ of, class: name }: { of: JsonObject; class: string }) {
  const [broken, setBroken] = useState(false);
  const alt = str(of.alt_text);
  if (broken || !sourceOf(of)) {
    return (
      <span class={`${name} broken`} role="img" aria-label={alt} title={alt}>
        <Icon name="file" size={16} />
      </span>
    );
  }
  return <img class={name} src={sourceOf(of)} alt={alt} loading="lazy" onError={() => setBroken(true)} />;
}

export function ImageBlock({ block }: BlockProps) {
  const alt = str(block.alt_text);
  const title = textOf(block.title);
  return (
    <figure class="image-block">
      {title && <figcaption>{withEmoji(title)}</figcaption>}
      <button
        type="button"
        class="picture"
        aria-label={`Enlarge: ${alt}`}
        onClick={() => lightbox.set({ url: sourceOf(block), title: title || alt, altText: alt })}
      >
        <ImageElement of={block} class="big-image" />
      </button>
    </figure>
  );
}

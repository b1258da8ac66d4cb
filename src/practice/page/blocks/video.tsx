/** A video is shown by its picture and title; playing it would load another company's page into this one. */
import { str, textOf } from '../inspector/json.ts';
import { Link } from '../composer/mention.tsx';
import { ImageElement } from './image.tsx';
import type { BlockProps } from './props.ts';

export function Video({ block }: BlockProps) {
  return (
    <div class="card">
      <strong>
        <Link url={str(block.title_url) || str(block.video_url)}>{textOf(block.title)}</Link>
      </strong>
      <div class="card-subtitle">{textOf(block.description)}</div>
      <ImageElement of={{ image_url: block.thumbnail_url ?? '', alt_text: block.alt_text ?? '' }} class="card-hero" />
    </div>
  );
}

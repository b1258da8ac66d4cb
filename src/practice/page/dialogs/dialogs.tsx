/** What lies on top of the page: the app's modals, a question before an act, a picture in full size. */
import { useCell } from '../cell.ts';
import { Dialog } from './dialog.tsx';
import { withEmoji } from '../messages/emoji.ts';
import { Icon } from '../shell/icons.tsx';
import { str, textOf } from '../inspector/json.ts';
import { Modal } from './modal.tsx';
import { TextObject } from '../messages/mrkdwn.tsx';
import { lightbox, question, snapshot } from '../state.ts';
import type { View } from '../../protocol.ts';

const NONE: View[] = [];

export function Dialogs({ here }: { here: string }) {
  const views = useCell(snapshot, (now) => now?.views ?? NONE);
  const top = views.at(-1);
  return (
    <>
      {top && <Modal key={top.id} view={top} under={views.length - 1} here={here} />}
      <Question />
      <Lightbox />
    </>
  );
}

function Question() {
  const asked = useCell(question);
  if (!asked) return null;
  const { confirm, answer } = asked;
  return (
    <Dialog class="modal confirm" labelledBy="question" onEscape={() => answer(false)}>
      <header class="modal-head">
        <h2 id="question">{withEmoji(textOf(confirm.title))}</h2>
      </header>
      <div class="modal-body">
        <TextObject of={confirm.text} />
      </div>
      <footer class="modal-foot">
        <button type="button" class="button" onClick={() => answer(false)}>
          {withEmoji(textOf(confirm.deny)) || 'Cancel'}
        </button>
        <button
          type="button"
          class={str(confirm.style) === 'danger' ? 'button danger solid' : 'button primary'}
          autoFocus
          onClick={() => answer(true)}
        >
          {withEmoji(textOf(confirm.confirm)) || 'Yes'}
        </button>
      </footer>
    </Dialog>
  );
}

function Lightbox() {
  const file = useCell(lightbox);
  if (!file) return null;
  const close = (): void => lightbox.set(null);
  return (
    <Dialog class="lightbox" label={file.title} onEscape={close} onBackdrop={close}>
      <header>
        <strong>{file.title}</strong>
        <a href={file.url} target="_blank" rel="noopener noreferrer" class="icon-button" aria-label="Open in a new tab">
          <Icon name="external" />
        </a>
        <button type="button" class="icon-button" aria-label="Close" autoFocus onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <img src={file.url} alt={file.altText} onClick={close} />
    </Dialog>
  );
}

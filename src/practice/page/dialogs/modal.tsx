/** The top one of the app's modals. */
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { View } from '../../protocol.ts';
import { AppIcon } from '../messages/avatar.tsx';
import { Blocks } from '../blocks/index.tsx';
import { Dialog } from './dialog.tsx';
import { withEmoji } from '../messages/emoji.ts';
import { formOf } from './form.ts';
import { Icon, Spinner } from '../shell/icons.tsx';
import { textOf } from '../inspector/json.ts';
import { send } from '../link.ts';
import { SurfaceOf } from './surface.tsx';
import { Toasts } from '../shell/toasts.tsx';

/** Milliseconds to wait for the modal to close or change after the app accepted it. */
const PATIENCE = 2000;

export function Modal({ view, under, here }: { view: View; under: number; here: string }) {
  const where = { type: 'view', viewId: view.id } as const;
  const { errors, notice, busy, submit } = useSubmit(view);
  const form = useRef<HTMLFormElement>(null);
  useFocus(form, errors);
  const close = (all: boolean): void => void send({ do: 'close', viewId: view.id, all });
  const title = `title-${view.id}`;
  return (
    <Dialog class="modal" labelledBy={title} onEscape={() => close(false)}>
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <header class="modal-head">
          {under > 0 ? (
            <button type="button" class="icon-button" aria-label="Back" onClick={() => close(false)}>
              <Icon name="back" />
            </button>
          ) : (
            <AppIcon size={28} />
          )}
          <h2 id={title}>{withEmoji(textOf(view.title))}</h2>
          <button type="button" class="icon-button" aria-label="Close dialog" onClick={() => close(true)}>
            <Icon name="close" />
          </button>
        </header>
        <div class="modal-body">
          <SurfaceOf where={where} blocks={view.blocks} here={here} errors={errors}>
            <Blocks blocks={view.blocks} />
          </SurfaceOf>
        </div>
        {notice && (
          <p class="modal-notice" role="alert">
            <Icon name="warning" size={16} /> {notice}
          </p>
        )}
        <footer class="modal-foot">
          <button type="button" class="button" onClick={() => close(false)}>
            {withEmoji(textOf(view.close)) || (view.submit ? 'Cancel' : 'Close')}
          </button>
          {view.submit && (
            <button type="submit" class="button primary" disabled={busy} aria-busy={busy}>
              <span class={busy ? 'behind' : ''}>{withEmoji(textOf(view.submit))}</span>
              {busy && <Spinner />}
            </button>
          )}
        </footer>
      </form>
      <Toasts />
    </Dialog>
  );
}

const NO_ERRORS: Record<string, string> = {};

/** Submits once at a time: until the app has answered and the modal has changed, further presses do nothing. */
function useSubmit(view: View) {
  const [errors, setErrors] = useState(NO_ERRORS);
  const [notice, setNotice] = useState('');
  const [busy, setBusy] = useState(false);
  const underWay = useRef(false);
  const finish = (): void => {
    underWay.current = false;
    setBusy(false);
  };
  // The same modal with other contents is the app's answer.
  useEffect(() => {
    finish();
    setErrors(NO_ERRORS);
  }, [view.hash]);
  const submit = async (): Promise<void> => {
    if (underWay.current || !view.submit) return;
    underWay.current = true;
    setBusy(true);
    setNotice('');
    const state = formOf({ type: 'view', viewId: view.id }).state();
    const answer = await send({ do: 'submit', viewId: view.id, state });
    if (answer.ok) {
      setTimeout(finish, PATIENCE);
      return;
    }
    setErrors(answer.errors ?? NO_ERRORS);
    setNotice(answer.notice ?? '');
    finish();
  };
  return { errors, notice, busy, submit };
}

const INPUTS = '.input-block :is(input, textarea, button, select):not([type=hidden])';

/** Opens on its first input; after a refusal, on the first input with an error. */
function useFocus(form: RefObject<HTMLFormElement | null>, errors: Record<string, string>): void {
  useEffect(() => {
    const inside = form.current?.contains(document.activeElement) === true;
    const chosen = inside && document.activeElement?.closest('.modal-body') !== null;
    if (!chosen) form.current?.querySelector<HTMLElement>(INPUTS)?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    if (Object.keys(errors).length === 0) return;
    const block = form.current?.querySelector<HTMLElement>('.input-block.invalid');
    block?.scrollIntoView({ block: 'nearest' });
    block?.querySelector<HTMLElement>('input, textarea, button')?.focus({ preventScroll: true });
  }, [errors]);
}

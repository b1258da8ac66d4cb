import { WebClient, type WebClientOptions } from '@slack/web-api';
import { lostTokenOf, remedyFor } from './delivery/outcome.ts';
import type { SlackStatus } from './status.ts';

/** Whether the app is in its workspace and its token worth something, by what Slack's events and answers say. */
export class Installation {
  /** Called with Slack's name for what happened, as soon as the app is shut out. */
  onLost: (error: string) => void = () => undefined;
  readonly #status: SlackStatus;
  /** How often it was lost: an answer to what was asked before says nothing. */
  #losses = 0;
  /** Slack's name for what happened; null while the app is let in. */
  #lost: string | null = null;

  constructor(status: SlackStatus) {
    this.#status = status;
  }

  /** Messages wait in the outbox from now on, until Slack takes a call again. @param error `app_uninstalled`, `token_revoked` … */
  lose(error: string): void {
    this.#losses += 1;
    // Removing the app revokes its token as well, and is the better word for both.
    if (this.#lost === error || (this.#lost !== null && error !== 'app_uninstalled')) return;
    this.#lost = error;
    const what =
      error === 'app_uninstalled'
        ? 'CustomerHub was removed from the workspace'
        : `Slack no longer accepts SLACK_BOT_TOKEN (${error})`;
    this.#status.report('installation', {
      status: 'refused',
      why: `${what}. Messages are waiting. ${remedyFor(error)}`,
    });
    this.onLost(error);
  }

  /** Makes a call, and learns from its answer. */
  async watch<T>(call: () => Promise<T>): Promise<T> {
    const losses = this.#losses;
    try {
      const answer = await call();
      if (losses === this.#losses) this.#find();
      return answer;
    } catch (error) {
      const lost = lostTokenOf(error);
      if (lost !== null) this.lose(lost);
      throw error;
    }
  }

  #find(): void {
    if (this.#lost === null) return;
    this.#lost = null;
    this.#status.clear('installation');
  }
}

/** A Web API client whose every answer tells whether the app is still let in. */
export class WatchedClient extends WebClient {
  readonly #installation: Installation;

  constructor(token: string, options: WebClientOptions, installation: Installation) {
    super(token, options);
    this.#installation = installation;
  }

  override apiCall(...call: Parameters<WebClient['apiCall']>): ReturnType<WebClient['apiCall']> {
    return this.#installation.watch(() => super.apiCall(...call));
  }
}

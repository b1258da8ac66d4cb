/** How the texts look that are more than text: addresses, days, times, numbers, ids. */

export interface Format {
  takes: (text: string) => boolean;
  /** What Slack says to anything else. */
  refusal: string;
}

function pattern(expression: RegExp): Format {
  return { takes: (text) => expression.test(text), refusal: `input must match regex pattern: ${expression.source}` };
}

/** The address, if the text is one that names a host. */
function webAddress(text: string): URL | undefined {
  if (!/^https?:\/\/[^\s/?#]+\S*$/i.test(text)) return undefined;
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** The machine that asks: Slack's servers would find themselves there. */
const LOOPBACK = /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\])$/i;
/** Networks that Slack's servers do not reach. */
const PRIVATE = /^(?:10(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}|169\.254(?:\.\d+){2})$/;

const isElsewhere = ({ hostname }: URL): boolean => !LOOPBACK.test(hostname);
const isPublic = ({ hostname }: URL): boolean => /[.:]/.test(hostname) && !PRIVATE.test(hostname);

/** Where a click leads. */
export const link: Format = {
  takes(text) {
    if (/^(?:mailto|tel|slack):[^\s]+$/i.test(text)) return true;
    const address = webAddress(text);
    return address !== undefined && isElsewhere(address);
  },
  refusal: 'invalid url',
};

export const secureLink: Format = {
  takes: (text) => /^https:/i.test(text) && link.takes(text),
  refusal: 'invalid url',
};

/** A picture that Slack fetches before it takes the message. */
export const pictureAddress: Format = {
  takes(text) {
    const address = webAddress(text);
    return address !== undefined && isElsewhere(address) && isPublic(address);
  },
  refusal: 'downloading image failed',
};

/** The address of a file in Slack, which is wherever Slack is. */
export const fileAddress: Format = { takes: (text) => webAddress(text) !== undefined, refusal: 'invalid_url' };

const DAY = pattern(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/);

/** YYYY-MM-DD, and in the calendar. */
export const day: Format = {
  takes: (text) => DAY.takes(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text),
  refusal: DAY.refusal,
};

/** HH:mm. */
export const timeOfDay = pattern(/^(?:[01]\d|2[0-3]):[0-5]\d$/);

/** IANA. */
export const timeZone: Format = {
  takes(text) {
    try {
      return Intl.DateTimeFormat('en', { timeZone: text }) !== undefined;
    } catch {
      return false;
    }
  },
  refusal: 'must be a valid enum value',
};

/** What the bounds and the first value of a number input are written as. */
export const decimal: Format = { takes: (text) => /^-?\d+(?:\.\d+)?$/.test(text), refusal: 'must be a valid number' };

export const colour = pattern(/^#?[0-9a-fA-F]{6}$/);
export const fileId = pattern(/^F[A-Z0-9]{8,}$/);
export const userId = pattern(/^[UW][A-Z0-9]+$/);
export const channelId = pattern(/^[CG][A-Z0-9]+$/);
export const conversationId = pattern(/^[CDG][A-Z0-9]+$/);
export const groupId = pattern(/^S[A-Z0-9]+$/);
export const teamId = pattern(/^[ET][A-Z0-9]+$/);

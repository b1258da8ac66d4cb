import { z } from 'zod';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

const object = z.record(z.string(), z.unknown());

const objectIn = (json: string): Record<string, unknown> => {
  try {
    return object.parse(JSON.parse(json));
  } catch {
    return {};
  }
};

/**
 * What a body says: JSON, the JSON in the field `payload` of a form, or the fields of a form.
 * @returns an empty object where it is none of these
 */
export function decode(contentType: string | undefined, body: string): Record<string, unknown> {
  const [type = ''] = (contentType ?? '').split(';');
  if (type === JSON_TYPE) return objectIn(body);
  if (type !== FORM) return {};
  const fields = new URLSearchParams(body);
  const payload = fields.get('payload');
  return payload === null ? object.parse(Object.fromEntries(fields)) : objectIn(payload);
}

/** Whether Slack only checks the certificate of this server. */
export function isCertificateCheck(contentType: string | undefined, body: string): boolean {
  return contentType === FORM && new URLSearchParams(body).get('ssl_check') === '1';
}

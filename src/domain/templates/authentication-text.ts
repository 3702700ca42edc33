// WhatsApp writes the text of authentication templates itself, in the template's language; this is the English wording, for
// previews and as the body of templates proposed here.

export const AUTHENTICATION_BODY = '{{1}} is your verification code.';
export const AUTHENTICATION_SECURITY = 'For your security, do not share this code.';
export const AUTHENTICATION_SAMPLE = '123456';

/** The footer WhatsApp adds when the code has an expiry of `minutes`. */
export function authenticationFooter(minutes: number): string {
  return `This code expires in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`;
}

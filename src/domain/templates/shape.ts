// What stays the same between what we submit and what a provider shows: headers without samples, numbers as dialled.
import type { Header } from './template.ts';

export function headerShape(header: Header | undefined): string {
  if (!header) return 'none';
  return header.format === 'text' ? `text:${textShape(header.text)}` : header.format;
}

/** Line ends and outer white space are the provider's to choose. */
export function textShape(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').trim();
}

// Country calling codes of one and two digits; all others have three.
const SHORT_COUNTRY_CODE = /^(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/** Digits only, without the zero after the country code that WhatsApp drops. */
export function dialled(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  const country = SHORT_COUNTRY_CODE.exec(digits)?.[0] ?? digits.slice(0, 3);
  const rest = digits.slice(country.length);
  return country + (rest.startsWith('0') ? rest.slice(1) : rest);
}

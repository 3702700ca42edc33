// The ways a number is written down beside plain digits: links, extensions, and numbers from before a country gave out new ones.

const SCHEME = /^(?:tel|phone|mobile|cell|callto|sms|whatsapp|wa|wsp)\s?:\s?\/{0,2}/iu;
/** These links carry the country code without its plus. */
const LINK =
  /^(?:https?:\/\/)?(?:www\.)?(?:wa\.me\/|api\.whatsapp\.com\/send\/?\?phone=)(?:\+|%2B)?(\d{6,17})(?!\d)\S{0,200}$/iu;
const EXTENSION = /^(?:(?:extension|extensión|extn?|interno|int|anexo|ramal|x)\.?:?|#)\s?\d{1,6}$/iu;
const WITH_EXTENSION =
  /^([^a-z#]{6,40}?)[\s,;]{0,3}((?:(?:extension|extensión|extn?|interno|int|anexo|ramal|x)\.?:?|#)\s?\d{1,6})$/iu;

/** The number in a link or behind `tel:`; any other text as it is. */
export function withoutScheme(text: string): string {
  const link = LINK.exec(text);
  return link
    ? `+${link[1]}`
    : text.replace(SCHEME, '').replace(/;(?:ext|phone-context)=.{0,40}$/iu, (tail) => {
        const digits = /^;ext=(\d{1,6})$/iu.exec(tail)?.[1];
        return digits === undefined ? '' : ` ext ${digits}`;
      });
}

/** A word that is a number though it holds letters. */
export function isWrittenNumber(word: string): boolean {
  return LINK.test(word) || (SCHEME.test(word) && /^\S{0,12}:/u.test(word));
}

export function isExtension(text: string): boolean {
  return EXTENSION.test(text) || /^(?:extn?|int|x|#)\.?\d{1,6}(?:\s|$)/iu.test(text);
}

/** A number with an extension behind it, without it. */
export function withoutExtension(text: string): string | undefined {
  return WITH_EXTENSION.exec(text)?.[1]?.trim();
}

/** Old numbers → the ones they became. Sources: the countries' regulators, by year of change. */
const RENUMBERED: readonly (readonly [RegExp, string])[] = [
  // Côte d'Ivoire, 2021: ten digits, the operator first.
  [/^\+225([04-9][0-3]\d{6})$/, '+22501$1'],
  [/^\+225([04-9][4-6]\d{6})$/, '+22505$1'],
  [/^\+225([04-9][7-9]\d{6})$/, '+22507$1'],
  // Benin, 2024: ten digits.
  [/^\+229([2-9]\d{7})$/, '+22901$1'],
  // Cameroon, 2014: mobiles begin with 6.
  [/^\+237([5-9]\d{7})$/, '+2376$1'],
  // Colombia, 2021: landlines begin with 60.
  [/^\+57([124-8]\d{7})$/, '+5760$1'],
  // Vietnam, 2018: mobiles of eleven digits became ten.
  [/^\+8416([2-9]\d{7})$/, '+843$1'],
  [/^\+84120(\d{7})$/, '+8470$1'],
  [/^\+84121(\d{7})$/, '+8479$1'],
  [/^\+84122(\d{7})$/, '+8477$1'],
  [/^\+84126(\d{7})$/, '+8476$1'],
  [/^\+84128(\d{7})$/, '+8478$1'],
  [/^\+84123(\d{7})$/, '+8483$1'],
  [/^\+84124(\d{7})$/, '+8484$1'],
  [/^\+84125(\d{7})$/, '+8485$1'],
  [/^\+84127(\d{7})$/, '+8481$1'],
  [/^\+84129(\d{7})$/, '+8482$1'],
  [/^\+84186(\d{7})$/, '+8456$1'],
  [/^\+84188(\d{7})$/, '+8458$1'],
  [/^\+84199(\d{7})$/, '+8459$1'],
];

/** The new number of an old one (E.164 shape, of the old length); undefined for any other. */
export function renumbered(plus: string): string | undefined {
  const rule = RENUMBERED.find(([was]) => was.test(plus));
  return rule && plus.replace(rule[0], rule[1]);
}

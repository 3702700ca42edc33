// Hides most of a phone number, for logs and for chat. The number of dots is fixed, so the length is not given away.
import { callingCode, formatPhone } from './phone.ts';

const DOTS = '••••';
/** At least this many digits are hidden in a number of usual length. */
const HIDDEN = 3;

/** `+5491155551234` → `+54 9 11 ••••1234`. Anything unreadable keeps its last two digits only. */
export function maskNumber(e164: string): string {
  const code = callingCode(e164);
  if (code === undefined) return `${DOTS}${e164.replace(/\D/g, '').slice(-2)}`;
  const [, ...groups] = formatPhone(e164).split(' ');
  const national = groups.join('').replace(/\D/g, '');
  const tail = tailOf(national);
  const room = national.length - tail.length - HIDDEN;
  return `${[code, ...leadingGroups(groups, room)].join(' ')} ${DOTS}${tail}`;
}

/** As `maskNumber` without the area, for labels of at most 24 characters: `+54 ••••1234`. */
export function shortMask(e164: string): string {
  const code = callingCode(e164);
  if (code === undefined) return maskNumber(e164);
  return `${code} ${DOTS}${tailOf(e164.slice(code.length))}`;
}

// Short national numbers (some islands have four digits) show two, so that half of them stays hidden.
function tailOf(national: string): string {
  return national.slice(national.length < 8 ? -2 : -4);
}

function leadingGroups(groups: readonly string[], room: number): readonly string[] {
  const shown: string[] = [];
  let left = room;
  for (const group of groups) {
    left -= group.replace(/\D/g, '').length;
    if (left < 0) return shown;
    shown.push(group);
  }
  return shown;
}

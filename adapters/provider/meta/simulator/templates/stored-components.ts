// Components as Meta keeps and answers them, which is not always as they were sent: sample handles become links, and
// authentication texts, which the sender never writes, are filled in.
import { type Fields, fields, list, text } from '../json.ts';

/** Checked request components in, components of a later read out. */
export function storedComponents(components: readonly Fields[], category: string): readonly Fields[] {
  return components.map((component) => {
    const type = (text(component.type) ?? '').toUpperCase();
    if (category === 'AUTHENTICATION') return authComponent(type, component);
    if (type === 'HEADER') return storedHeader(component);
    if (type === 'BUTTONS') return { type, buttons: list(component.buttons).map(fields).map(storedButton) };
    return { ...component, type };
  });
}

function storedHeader(header: Fields): Fields {
  const format = (text(header.format) ?? '').toUpperCase();
  const handle = text(list(fields(header.example).header_handle)[0]);
  if (handle === undefined) return { ...header, type: 'HEADER', format };
  const link = `https://scontent.whatsapp.net/v/t61.29466-34/${handle.replace(/[^A-Za-z0-9]/g, '').slice(0, 24)}`;
  return { ...header, type: 'HEADER', format, example: { header_handle: [link] } };
}

function storedButton(button: Fields): Fields {
  const type = (text(button.type) ?? '').toUpperCase();
  if (type !== 'COPY_CODE') return { ...button, type };
  return { type, text: 'Copy offer code', example: [text(button.example) ?? text(list(button.example)[0]) ?? ''] };
}

function authComponent(type: string, component: Fields): Fields {
  if (type === 'BODY') {
    const advice = component.add_security_recommendation === true ? ' For your security, do not share this code.' : '';
    return {
      ...component,
      type,
      text: `*{{1}}* is your verification code.${advice}`,
      example: { body_text: [['123456']] },
    };
  }
  if (type === 'FOOTER') {
    return { ...component, type, text: `This code expires in ${String(component.code_expiration_minutes)} minutes.` };
  }
  return type === 'BUTTONS'
    ? { type, buttons: list(component.buttons).map(fields).map(otpButton) }
    : { ...component, type };
}

/** Meta answers one-time-code buttons as links to its own page. */
function otpButton(button: Fields): Fields {
  const link = `https://www.whatsapp.com/otp/code/?otp_type=${text(button.otp_type) ?? 'COPY_CODE'}&code=otp`;
  return { type: 'URL', text: text(button.text) ?? 'Copy code', url: `${link}{{1}}`, example: [`${link}123456`] };
}

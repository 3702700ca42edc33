// Las pocas frases que dicen los adaptadores de chat por su cuenta, español.
import type { chatEn } from './chat.en.ts';

export const chatEs: Record<keyof typeof chatEn, string> = {
  'chat.click_again': 'Tardó demasiado en abrirse. Se puede intentar otra vez con el botón.',
  'chat.click_again_button': 'Intentar otra vez',
  'chat.press_again': 'Tardó demasiado en abrirse. Hay que pulsar otra vez el botón que se usó.',
  'chat.choose': 'Elegir',
  'chat.type_to_search': 'Escribir para buscar',
  'chat.notice_title': 'Aval',
  'chat.broke':
    'Algo falló de nuestro lado. Se puede intentar de nuevo; si vuelve a pasar, hay que avisar a un administrador.',
};

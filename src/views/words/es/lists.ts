// Lo que se escribe en español, tal como Aval lo reconoce. Las listas de redacción son partes de expresiones regulares.
import type { WordLists } from '../pack.ts';

export const lists: WordLists = {
  stop: ['baja', 'darme de baja', 'no molestar', 'parar', 'pare'],
  start: ['alta', 'darme de alta', 'reanudar'],
  greetings: ['hola', 'ayuda', 'gracias', 'buenas'],
  commands: {
    propose: ['proponer', 'nueva'],
    list: ['lista', 'listar', 'plantillas'],
    show: ['ver', 'mostrar'],
    sync: ['sincronizar'],
    link: ['vincular'],
    status: ['estado', 'estados'],
  },
  marketing: [
    'descuentos?',
    'ofertas?',
    'promo(?:ción|ciones|cion)',
    'rebajas?',
    'cup(?:ón|on|ones)',
    'gratis',
    'aprovech[aáe]\\p{L}*',
    'compr[aá] ahora',
    'liquidación',
  ],
  percentOff: ['de descuento', 'menos'],
  asking: [
    'env[ií]a\\p{L}*',
    'envíe\\p{L}*',
    'mand[aá]\\p{L}*',
    'indica\\p{L}*',
    'indique\\p{L}*',
    'ingres[aáe]\\p{L}*',
    'respond[eéa] con',
    'compart[eaí]\\p{L}*',
    'confirm[aáe]\\p{L}*',
  ],
  secrets: [
    'número de (?:la |su |tu )?(?:tarjeta|cuenta|pasaporte|documento)',
    'dni',
    'cédula',
    'contraseña',
    'clave bancaria',
  ],
  partial: ['[uú]ltimos? (?:cuatro|4)', 'termina(?:da|do|n)? en', 'no compartas', 'nunca compartas'],
};

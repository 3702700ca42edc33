// Personas con cuentas en más de una plataforma, y personas a las que no se puede escribir, español.
import type { accounts as english } from '../en/accounts.ts';

export const accounts: Record<keyof typeof english, string> = {
  'platform.slack': 'Slack',
  'platform.teams': 'Microsoft Teams',
  'platform.console': 'la consola',

  'link.title': 'Vincular las cuentas',
  'link.code': 'El código es {code}. Sirve una sola vez, hasta {until}.',
  'link.how': 'En {apps}, hay que escribirle a Aval: {command}',
  'link.alone':
    'No hay que compartirlo con nadie, y hay que escribirlo en el chat privado con Aval: para Aval, quien lo escriba será la misma persona.',
  'link.code.summary': 'El código para vincular cuentas. Sirve una sola vez, durante diez minutos.',
  'link.confirm.title': '¿Las dos cuentas son de la misma persona?',
  'link.confirm':
    'El código se le dio a {name} en {app}. Al vincularlas, las dos cuentas serán una sola persona para Aval:',
  'link.confirm.votes': 'un voto por propuesta, y ninguno en las propuestas propias, desde ninguna de las dos',
  'link.confirm.roles':
    'cada una recibe los permisos de la otra: {name} en {app} podrá hacer aquí todo lo que se puede desde esta cuenta, y al revés',
  'link.confirm.undo': 'quedan vinculadas hasta que un administrador desvincule una',
  'link.confirm.not_me':
    'Si {name} en {app} es otra persona, o si alguien pasó este código, no hay que seguir: actuaría con los permisos de esta cuenta. Hay que avisar a un administrador.',
  'link.confirm.public':
    'Donde se escribió, el código está a la vista de otras personas. Ahora solo sirve desde esta cuenta; el próximo hay que escribirlo en el chat privado con Aval.',
  'link.confirm.button': 'Sí, vincularlas',
  'link.confirm.summary': '¿Vincular esta cuenta con {name} en {app}?',
  'link.done.title': 'Cuentas vinculadas',
  'link.done.code': '{accounts} son ahora una sola persona para Aval, vinculadas con un código, {at}.',
  'link.done.email':
    '{accounts} son ahora una sola persona para Aval, porque los dos directorios dan el mismo correo electrónico, {at}.',
  'link.done.wrong': 'Si una es de otra persona, hay que pedir enseguida que la desvinculen. {ask}',
  'link.done.wrong.yours':
    'Si una es de otra persona, hay que separarlas enseguida, en la máquina donde corre Aval: npm run aval -- unlink',
  'link.account': '{name} en {app}',

  'refusal.link_code':
    'Este código no sirve: está mal escrito, tiene más de diez minutos, ya se usó u otra persona lo escribió antes. Para pedir uno nuevo, hay que escribir {command} en la otra aplicación.',
  'refusal.already_linked':
    'No hay nada que vincular: esta cuenta y la otra son la misma persona. Un código se escribe en una aplicación distinta de la que lo dio.',
  'refusal.same_platform':
    'Las dos personas ya tienen una cuenta en {app}, y ahí solo se puede tener una. Si alguna se vinculó por error, un administrador la puede desvincular.',
  'refusal.too_many_codes':
    'Se probaron demasiados códigos. Se puede intentar después de {until}, con un código nuevo de {command}',
  'refusal.one_platform':
    'Aquí hay una sola aplicación de chat, así que no hay nada que vincular. Cuando un administrador configure otra, {command} funcionará.',

  'history.taken_back.own':
    '{by} vinculó dos cuentas, {at}. El voto de una de ellas ya no cuenta: era sobre su propia propuesta. {have} de {need} aprobaciones.',
  'history.taken_back.twice':
    '{by} vinculó dos cuentas, {at}. Las dos habían aprobado la revisión {revision}, así que el segundo voto ya no cuenta. {have} de {need} aprobaciones.',

  'not_told.title': 'No se pudo avisar en privado',
  'not_told.text':
    '{who}: hay algo sobre esto que Aval no pudo decir en privado. Hay que abrir el chat con Aval; si no aparece, hay que agregar la aplicación.',
  'unreachable.title': 'No se le puede escribir a {name}',
  'unreachable.text':
    'Aval no puede escribirle a {name} en ninguna aplicación de chat. Hay que pedirle que abra el chat con Aval o, si no aparece, que agregue la aplicación.',
  'unreachable.sends':
    'Aval no puede escribirle a {name} en ninguna aplicación de chat, así que el estado de sus mensajes y lo que respondan los clientes espera hasta una semana. Hay que pedirle que abra el chat con Aval o, si no aparece, que agregue la aplicación.',
};

// Lo que pasó en el proveedor, contado en el hilo, español.
import type { review as english } from '../en/review.ts';

export const review: Record<keyof typeof english, string> = {
  'notice.over': 'Ya está resuelto: aquí no queda nada por hacer.',
  'notice.title.approved': '{provider} aprobó {name}',
  'notice.title.rejected': '{provider} rechazó {name}',
  'notice.title.paused': '{provider} puso en pausa {name}',
  'notice.title.disabled': '{provider} desactivó {name}',
  'notice.title.warned': '{provider} advierte sobre {name}',
  'notice.title.other': 'Novedades de {name}',
  'notice.title.category': 'Cambió la categoría de {name}',
  'notice.title.category_later': 'Va a cambiar la categoría de {name}',
  'notice.title.quality': 'Cambió la calidad de {name}',
  'notice.title.drift': 'El texto de {name} cambió en {provider}',
  'notice.title.drift_over': 'El texto de {name} vuelve a estar bien',
  'notice.title.slow': 'Todavía no hay respuesta sobre {name}',
  'notice.title.submitted': '{name} se presentó a {provider}',
  'notice.title.conflict': '{provider} tiene otra {name}',
  'notice.title.stuck': '{name} no se pudo presentar',

  'notice.approved.enabled': '{template} está aprobada y habilitada. Los agentes la pueden enviar:',
  'notice.approved.not_enabled':
    '{template} está aprobada. Los agentes todavía no la pueden enviar. Para permitirlo está el botón {button}.',
  'notice.approved.on_card':
    '{template} está aprobada. Los agentes todavía no la pueden enviar. Para permitirlo está el botón {button} en la tarjeta de esta propuesta.',
  'notice.approved.command': 'send-active +5491155551234 {name} {language}',
  'notice.warned': '{template} sigue en uso, pero {provider} advierte que puede dejar de estarlo.',
  'notice.warned_until': '{template} sigue en uso, pero {provider} advierte que puede dejar de estarlo el {until}.',
  'notice.warned.next': 'Conviene mirarla en {console}, enviarla solo a quien la espera y preparar otro texto.',
  'notice.date': '{provider} indica esta fecha: {until}.',
  'notice.rejected': '{provider} no aceptó {template}.',
  'notice.paused': 'Demasiados clientes bloquearon o denunciaron {template}. Por ahora no se puede enviar.',
  'notice.paused_until':
    'Demasiados clientes bloquearon o denunciaron {template}. No se puede enviar hasta {until}; después {provider} la vuelve a permitir.',
  'notice.paused.next':
    'Conviene enviarla a menos personas, o aclarar el texto y proponer una versión nueva. A la tercera pausa, {provider} la desactiva.',
  'notice.disabled': '{template} ya no se puede enviar, y {provider} no la recupera.',
  'notice.disabled.next': 'Hay que proponer una plantilla nueva, con otro nombre y otra redacción.',
  'notice.in_appeal':
    'Hay una apelación en curso por {template}. No se puede enviar hasta que se resuelva, por lo general en un día.',
  'notice.archived':
    '{provider} archivó {template}: pasó un año sin uso. Se puede recuperar en {console}; a los 28 días se elimina.',
  'notice.deleted':
    '{template} se eliminó en {provider}. El nombre no se puede usar por 30 días; una propuesta nueva necesita otro.',
  'notice.limit_exceeded':
    '{provider} no acepta más plantillas, así que {template} no queda en uso: la cuenta está llena. Hay que eliminar en {console} las que no se usan y después pulsar Reintentar en la tarjeta.',
  'notice.pending': '{template} está otra vez en evaluación en {provider}. No se puede enviar hasta que termine.',
  'notice.unknown':
    '{provider} informa un estado que no conocemos para {template}: «{raw}». No se puede enviar hasta que la dé por aprobada. Conviene mirarla en {console}.',

  'notice.reason': 'Motivo: {reason}',
  'notice.explanation': '{provider} explica: {text}',
  'notice.recommendation': '{provider} recomienda: {text}',
  'notice.fix': 'Corregir y reenviar',
  'notice.enable': 'Habilitar para agentes',
  'notice.accept': 'Aceptar el texto nuevo',
  'notice.accept.title': 'Aceptar el texto nuevo',
  'notice.accept.text':
    'El texto que tiene {provider} pasa a ser el aprobado, con el nombre de quien acepta. Los mensajes detenidos se escribieron para el anterior: no se envían, y cada tarjeta lo dice.',
  'notice.accept.yes': 'Aceptar',
  'notice.for_proposer': '{who}, esto necesita atención.',
  'notice.for_enablers': '{who}, esto espera a una de estas personas.',
  'notice.for_admins': '{who}, hace falta un administrador.',

  'reason.ABUSIVE_CONTENT':
    'A {provider} el contenido le parece abusivo o amenazante. Hay que escribirlo en tono neutro.',
  'reason.SCAM':
    '{provider} lo toma por un engaño. Hay que decir quién escribe y por qué, sin pedir datos personales y sin enlaces acortados.',
  'reason.PROMOTIONAL': 'Promociona algo. Hay que proponerla como Marketing o quitar la promoción.',
  'reason.INCORRECT_CATEGORY':
    'La categoría no corresponde al texto. Hay que elegir la otra, o pedir a {provider} que revise la categoría.',
  'reason.TAG_CONTENT_MISMATCH':
    'El texto no corresponde a la categoría o al idioma elegido. Hay que corregir lo que esté mal.',
  'reason.INVALID_FORMAT':
    '{provider} encuentra una falla de formato, muchas veces variables sin texto entre ellas o en un borde.',
  'reason.CATEGORY_NOT_AVAILABLE': 'La categoría no está disponible para esta cuenta. Hay que elegir otra.',
  'reason.FIRST_PAUSE': 'Primera pausa, de tres horas, por baja calidad.',
  'reason.SECOND_PAUSE': 'Segunda pausa, de seis horas, por baja calidad.',
  'reason.RATE_LIMITING_PAUSE': '{provider} la puso en pausa mientras mide la calidad. Se reanuda en {console}.',
  'reason.UNPAUSE': 'La pausa terminó.',
  'reason.DISABLED': 'Tercera pausa seguida por baja calidad, o una falta a las políticas.',
  'reason.other': 'El motivo de {provider} es «{reason}».',

  'notice.category.now':
    '{provider} cambió la categoría de {template} de {from} a {to}. Desde ahora cada mensaje puede tener otro precio.',
  'notice.category.now_unknown':
    '{provider} puso {template} en la categoría {to}. Desde ahora cada mensaje puede tener otro precio.',
  'notice.category.later': '{provider} va a cambiar la categoría de {template} de {from} a {to}.',
  'notice.category.later_at': '{provider} va a cambiar la categoría de {template} de {from} a {to} el {at}.',
  'notice.category.next':
    'Si está mal, un administrador puede pedir una revisión en {console} dentro de 60 días. Si está bien, no hay que hacer nada.',
  'notice.quality': 'La calidad de {template} pasó de {from} a {to}.',
  'notice.quality.red':
    'Si sigue baja, {provider} pone la plantilla en pausa. Conviene enviarla solo a quienes la esperan.',
  'notice.quality.fine': 'No hay que hacer nada.',
  'notice.drift':
    'Alguien editó {template} en {provider}. Los envíos están detenidos, porque ese texto no se aprobó aquí.',
  'notice.drift.next':
    'Se puede aceptar el texto de {provider}, o deshacer la edición en {console}; los envíos siguen solos cuando los dos textos son iguales.',
  'notice.drift.diff': 'De lo aprobado aquí a lo que tiene {provider}',
  'notice.drift_over':
    'El texto de {template} en {provider} vuelve a ser igual al aprobado. Los envíos detenidos siguen su curso.',
  'notice.slow.24':
    '{provider} tiene {template} hace más de 24 horas (desde {since}); lo usual es menos de un día. Todavía no hay que hacer nada: seguimos preguntando.',
  'notice.slow.72':
    '{provider} tiene {template} hace más de tres días (desde {since}). {who} debería escribir al soporte de {provider}, con el nombre y el idioma de la plantilla.',
  'notice.slow.admin': 'Un administrador',
  'notice.submitted':
    '{template} se presentó, {at}. La evaluación de {provider} suele tardar menos de un día; la respuesta llega a este hilo.',
  'notice.submitted.category':
    'Se pidió como {asked}, pero {provider} la registró como {given}. Cada mensaje puede tener otro precio. Si está mal, hay que eliminarla en {console} o pedir ahí que se revise la categoría.',
  'notice.linked':
    '{provider} ya tenía {template} con el mismo contenido, {at}. Quedó unida a esta propuesta y no se creó nada dos veces.',
  'notice.conflict': '{provider} ya tiene {template} con otro texto, así que no se presentó nada.',
  'notice.conflict.next':
    'Hay que corregir y reenviar con otro nombre, o eliminar la de {provider} y pulsar Reintentar en la tarjeta.',
  'notice.conflict.diff': 'De lo aprobado aquí a lo que tiene {provider}',
  'notice.stuck.sample': '{template} está aprobada aquí, pero todavía no se le presentó a {provider}. {what}',
  'notice.stuck': '{template} está aprobada aquí, pero {provider} no la aceptó. {what}',

  'sender.stopped.title': 'El remitente {sender} está detenido',
  'sender.stopped': 'No sale ningún mensaje de {sender} desde {at}. {what} {next}',
  'sender.stopped.then': 'Los envíos en espera se conservan. Cuando se resuelva la causa, está el botón {button}.',
  'sender.resume': 'Reanudar remitente',
  'sender.resume.title': 'Reanudar remitente',
  'sender.resume.text': 'Los mensajes en espera vuelven a salir de {sender}. Si la causa sigue, se detiene otra vez.',
  'sender.resume.yes': 'Reanudar',
  'sender.resumed.title': 'El remitente {sender} funciona otra vez',
  'sender.resumed': '{by} reanudó {sender}, {at}. Los mensajes en espera están saliendo.',
  'sender.notice.title': 'Novedades del remitente {sender}',
  'sender.notice': '{provider} informa sobre {sender}, {at}: {detail}',
  'sender.notice.next': 'Conviene mirar la cuenta en {console}.',
};

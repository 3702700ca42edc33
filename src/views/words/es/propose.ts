// El formulario de propuesta y los de decisión, español.
import type { propose as english } from '../en/propose.ts';

export const propose: Record<keyof typeof english, string> = {
  'propose.title.new': 'Proponer plantilla',
  'propose.title.change': 'Cambiar propuesta',
  'propose.title.samples': 'Ejemplos y botones',
  'propose.title.check': 'Revisar y enviar',
  'propose.submit': 'Pedir aprobación',
  'propose.start_over': 'Empezar de nuevo',
  'propose.summary.1': 'Formulario para proponer una plantilla de WhatsApp, paso 1 de 3: qué dice.',
  'propose.summary.2': 'Formulario para proponer una plantilla de WhatsApp, paso 2 de 3: ejemplos y botones.',
  'propose.summary.3':
    'Formulario para proponer una plantilla de WhatsApp, paso 3 de 3: revisar {name} y pedir aprobación.',
  'propose.summary.errors':
    '{count, plural, one {Hay una cosa que corregir.} other {Hay # cosas que corregir.}} Se conserva todo lo escrito.',
  'propose.resumed':
    'Este es el borrador que quedó sin terminar. Se puede seguir, o usar {button} para tener un formulario vacío.',
  'propose.changes': '{by} pidió cambios: {reason}',
  'propose.rejected': '{provider} rechazó la última revisión. {reason}',

  'propose.sender': 'Remitente',
  'propose.sender_missing': 'Falta elegir el remitente de esta plantilla.',
  'propose.name': 'Nombre',
  'propose.name.hint': 'Minúsculas sin acentos, números y guiones bajos. Después no se puede cambiar.',
  'propose.name.placeholder': 'pedido_listo',
  'propose.language': 'Idioma',
  'propose.language.hint': 'Se busca al escribir. es y es_AR cuentan como dos plantillas distintas.',
  'propose.category': 'Categoría',
  'propose.purpose': 'Propósito',
  'propose.purpose.hint': 'Para el registro propio. No se envía a {provider}.',
  'propose.header_format': 'Encabezado',
  'propose.header_text': 'Texto del encabezado',
  'propose.header_text.hint': 'Solo para un encabezado de texto. Una variable como máximo, sin formato.',
  'propose.header_text.unused':
    'Hay un texto, pero el encabezado no es del tipo Texto. Elige Texto arriba, o vacía este campo.',
  'propose.header_text.placeholder': 'Pedido {variable}',
  'propose.body': 'Cuerpo',
  'propose.body.hint':
    'Hace falta, salvo en Autenticación, donde el texto lo pone WhatsApp. Las variables son {positional}, {second} … o {named}. Formato: *negrita*, _cursiva_, ~tachado~.',
  'propose.body.placeholder': 'Hola {variable}, tu pedido está listo para retirar.',
  'propose.footer': 'Pie',
  'propose.footer.hint': 'Línea gris y pequeña bajo el cuerpo, sin variables.',
  'propose.button_count': 'Cantidad de botones',
  'propose.button_count.hint': 'El paso siguiente pregunta por cada uno.',

  'propose.samples.note':
    'Quienes evalúan la plantilla en {provider} la ven con estos valores. Conviene que sean realistas, en el idioma de la plantilla y sin datos personales.',
  'propose.nothing': 'Esta plantilla no tiene variables ni botones. Aquí no hay nada que completar.',
  'propose.sample.header': 'Encabezado {variable}',
  'propose.sample.body': 'Cuerpo {variable}',
  'propose.sample.context': 'En el texto: «{context}»',
  'propose.sample.placeholder': 'Valor de ejemplo',
  'propose.header_media.image': 'Imagen del encabezado',
  'propose.header_media.video': 'Video del encabezado',
  'propose.header_media.document': 'Documento del encabezado',
  'propose.header_media.hint':
    'Un enlace https a un archivo de ejemplo. Imagen hasta {image} MB, video hasta {video} MB, documento hasta {document} MB.',
  'propose.location.note': 'Un encabezado de ubicación no necesita nada aquí. El lugar se indica en cada mensaje.',
  'propose.button.kind': 'Botón {n}: tipo',
  'propose.button.label': 'Botón {n}: texto',
  'propose.button.label.hint': 'Hasta {max} caracteres. Se deja vacío en Copiar código: lo escribe WhatsApp.',
  'propose.button.value': 'Botón {n}: valor',
  'propose.button.value.hint':
    'Sitio web: el enlace, con {variable} al final si varía. Llamada: el número con + y código de país. Copiar código: un código de ejemplo. Respuesta rápida: lo que recibimos, o vacío para recibir el texto.',
  'propose.button.sample': 'Botón {n}: ejemplo del enlace',
  'propose.button.sample.hint': 'Solo para un enlace con variable: el valor, o el enlace completo.',
  'propose.left_out': 'No va en el mensaje, porque WhatsApp escribe el texto de los códigos de un solo uso: {parts}.',
  'propose.left_out.header': 'tu encabezado',
  'propose.left_out.body': 'tu texto',
  'propose.left_out.footer': 'tu pie',
  'propose.left_out.buttons': 'tus botones',
  'propose.auth.note':
    'WhatsApp escribe el texto de una plantilla de autenticación y agrega un botón para copiar el código.',
  'propose.auth_security': 'Consejo de seguridad',
  'propose.auth_security.yes': 'Agregar «Por tu seguridad, no lo compartas.»',
  'propose.auth_security.no': 'No agregarlo',
  'propose.auth_expiry': 'El código vence después de',
  'propose.auth_expiry.hint': 'Minutos, de {min} a {max}. Vacío: no se menciona.',

  'propose.check.what': '{name} ({language}), {category}, para {sender}.',
  'propose.check.next':
    '{quorum, plural, one {La solicitud se publica en {place}. Hace falta una aprobación; después se presenta a {provider}.} other {La solicitud se publica en {place}. Hacen falta # aprobaciones; después se presenta a {provider}.}}',
  'propose.place': '{count, plural, one {el canal de aprobación} other {los canales de aprobación}}',
  'propose.place.more': '{count, plural, one {otro canal de aprobación} other {otros canales de aprobación}}',
  'propose.check.clean': 'Sin observaciones: cumple todas las reglas que podemos comprobar.',
  'propose.check.diff': 'Qué cambia',
  'propose.check.same': 'No cambia nada respecto de la última revisión.',

  'decide.reject.title': 'Rechazar propuesta',
  'decide.reject.submit': 'Rechazar',
  'decide.reject.what':
    'La propuesta {number}, {name} ({language}) de {proposer}, quedará cerrada. No se envía a {provider}.',
  'decide.reject.reason': 'Motivo',
  'decide.reject.hint': 'Se verá en el hilo y lo verá quien hizo la propuesta.',
  'decide.changes.title': 'Pedir cambios',
  'decide.changes.submit': 'Pedir cambios',
  'decide.changes.what':
    'La propuesta {number}, {name} ({language}), vuelve a {proposer} con el motivo. Una revisión nueva necesita aprobaciones nuevas.',
  'decide.changes.reason': 'Qué debería cambiar',
  'decide.changes.hint': 'Se verá en el hilo y lo verá quien hizo la propuesta.',
  'decide.reason.long': 'El motivo tiene más de {max} caracteres. Hay que acortarlo y escribir el resto en el hilo.',
  'decide.reason.missing': 'Falta el motivo: quien hizo la propuesta no tiene otra guía.',

  'propose.body.hint.numbers':
    'Hace falta, salvo en Autenticación, donde el texto lo escribe WhatsApp. Las variables son {positional}, {second} … Formato: *negrita*, _cursiva_, ~tachado~.',
  'propose.hand_off':
    '{sender}: {provider} no recibe plantillas desde aquí. Después de la aprobación, una persona carga el texto en {console}.',
  'propose.renames': '{provider} rechazó {name} y no deja cambiarla, así que esta revisión necesita otro nombre.',
  'propose.check.next.hand_off':
    '{quorum, plural, one {El pedido va a {place}. Hace falta una aprobación; después una persona la lleva a {console}.} other {El pedido va a {place}. Hacen falta # aprobaciones; después una persona la lleva a {console}.}}',
};

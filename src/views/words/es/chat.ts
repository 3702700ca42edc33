// Las pocas frases que dicen los adaptadores de chat por su cuenta, español.
import type { chat as english } from '../en/chat.ts';

export const chat: Record<keyof typeof english, string> = {
  'chat.click_again': 'Tardó demasiado en abrirse. Se intenta otra vez con el botón.',
  'chat.click_again_button': 'Intentar otra vez',
  'chat.press_again': 'Tardó demasiado en abrirse. Hay que pulsar otra vez el mismo botón.',
  'chat.locked_out':
    'Aval perdió su acceso a {platform} y no puede abrir el formulario. Un administrador tiene que volver a instalar la app y darle a Aval el token nuevo.',
  'chat.not_permitted':
    '{platform} no le permite a Aval abrir este formulario. Un administrador puede ver qué falta con el comando doctor en el servidor.',
  'chat.asked_to_wait':
    '{platform} pide a Aval que espere {seconds, plural, one {# segundo} other {# segundos}} antes de abrir otro formulario. Después se puede intentar otra vez.',
  'chat.choose': 'Elegir',
  'chat.type_to_search': 'Escribir para buscar',
  'chat.notice_title': 'Aval',
  'chat.broke':
    'Algo falló de nuestro lado. Se puede intentar de nuevo; si vuelve a pasar, hay que avisar a un administrador.',
  'chat.open_form': 'Para esto hace falta un formulario. Se abre con el botón.',
  'chat.open_form_button': 'Abrir formulario',
  'chat.form_in_chat': 'El formulario está en el chat privado con Aval.',
  'chat.form_closed': 'Este formulario se cerró. Para seguir, hay que escribir otra vez su comando.',
  'chat.cannot_answer_here':
    '{name}, la respuesta es personal y no se puede mostrar aquí. Hay que abrir un chat privado con Aval y escribir ahí el comando.',
  'chat.answered_in_chat': '{name}, la respuesta está en el chat privado con Aval.',
  'chat.not_of_ours':
    'Esta persona no figura como miembro de la organización, así que no se hizo nada. Los invitados y las personas de otras organizaciones no pueden usar Aval aquí; quien sí es miembro puede escribir una vez a Aval en un chat privado, o preguntar a un administrador.',
  'chat.not_checked':
    'No se pudo comprobar a tiempo si esta persona pertenece a la organización, así que no se hizo nada. Se puede intentar de nuevo en un momento.',
  'chat.nobody':
    '{platform} no dijo quién eres, así que no se hizo nada. Entra con tu cuenta del trabajo y vuelve a intentarlo; si se repite, pregunta a un administrador.',
  'chat.not_understood':
    'Aval no conoce este botón, así que no se hizo nada. Quizá sea de una versión anterior: escribe «help» a Aval para ver lo que hay ahora.',
  'chat.too_long': 'Ese mensaje es demasiado largo para leerlo, así que no se hizo nada. Envía uno más corto.',
  'chat.open_again': 'Este formulario no se abrió. Hay que usar otra vez el mismo botón o comando.',
  'chat.preview_cut':
    'La vista previa termina aquí: entera sería demasiado grande para mostrarse. Todo lo escrito se conserva.',
  'chat.type_instead': '{label}: el nombre completo, si la lista de arriba no encuentra nada',
  'chat.not_one_match':
    '«{typed}» no es el nombre de ninguno. Hay que elegir de la lista, o escribir el nombre completo.',
  'chat.fault': 'Corregir:',
  'chat.faults':
    '{count, plural, one {Hay una cosa por cambiar.} other {Hay # cosas por cambiar.}} Lo escrito se conserva.',
  'chat.optional': 'opcional',
  'chat.done': 'Listo. La tarjeta muestra el resultado.',
  'chat.number_title': 'Enviar un mensaje',
  'chat.number_label': 'Número del cliente',
  'chat.other_number_label': 'U otro número',
  'chat.contact_label': 'Cliente',
  'chat.number_hint': 'Con + y código de país, sin espacios, por ejemplo +5491155551234',
  'chat.number_submit': 'Continuar',
};

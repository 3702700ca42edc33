// Los ejemplos redactados de las reglas, en español.
import type { Examples } from '../pack.ts';

export const examples: Examples = {
  'Hi {{1}}, your order {{2}} is ready.': 'Hola {{1}}, tu pedido {{2}} está listo.',
  'Hi {{first_name}}, your order {{order_code}} is ready.': 'Hola {{first_name}}, tu pedido {{order_code}} está listo.',
  'Hi {{1}}, order {{2}} is ready.': 'Hola {{1}}, el pedido {{2}} está listo.',
  'Order update': 'Novedades de tu pedido',
  'Order {{1}}': 'Pedido {{1}}',
  'Reply STOP to opt out': 'Responde BAJA para no recibir más mensajes',
  'Yes · No · View order': 'Sí · No · Ver pedido',
  'View order': 'Ver pedido',
  'View order · Help': 'Ver pedido · Ayuda',
  '{{1}} is your verification code.': '{{1}} es tu código de verificación.',
  'Expiring offer!': '¡Oferta por poco tiempo!',
  'Main Street 1': 'Av. Corrientes 1234',
  'Main Street 1, Córdoba': 'Av. Corrientes 1234, Buenos Aires',
};

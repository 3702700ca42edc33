// The worded examples of the rules. What is the same in every language (links, codes, numbers) is not here.
export const examples = {
  'Hi {{1}}, your order {{2}} is ready.': 'Hi {{1}}, your order {{2}} is ready.',
  'Hi {{first_name}}, your order {{order_code}} is ready.': 'Hi {{first_name}}, your order {{order_code}} is ready.',
  'Hi {{1}}, order {{2}} is ready.': 'Hi {{1}}, order {{2}} is ready.',
  'Order update': 'Order update',
  'Order {{1}}': 'Order {{1}}',
  'Reply STOP to opt out': 'Reply STOP to opt out',
  'Yes · No · View order': 'Yes · No · View order',
  'View order': 'View order',
  'View order · Help': 'View order · Help',
  '{{1}} is your verification code.': '{{1}} is your verification code.',
  'Expiring offer!': 'Expiring offer!',
  'Main Street 1': 'Main Street 1',
  'Main Street 1, Córdoba': 'Main Street 1, Córdoba',
} as const;

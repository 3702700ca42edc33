// What customers and colleagues write in languages Aval is not set to anywhere yet. A language that gets a folder takes its
// lists along.
import type { WordLists } from './pack.ts';

const portuguese: WordLists = {
  stop: ['parar', 'pare', 'sair', 'cancelar inscrição'],
  start: ['voltar', 'quero receber'],
  greetings: ['olá', 'ola', 'oi', 'ajuda', 'obrigado', 'obrigada'],
  commands: {
    propose: ['propor'],
    list: ['lista', 'listar', 'modelos'],
    show: ['ver', 'mostrar'],
    sync: ['sincronizar'],
    link: ['vincular'],
    status: ['estado', 'situação'],
  },
  marketing: ['descontos?', 'promoç(?:ão|ões)', 'cupo(?:m|ns)', 'grátis', 'aproveite', 'compre agora'],
  percentOff: ['de desconto', 'menos'],
  asking: ['envie', 'informe', 'responda com', 'digite'],
  secrets: ['número d[oe] (?:seu )?(?:cartão|conta|passaporte)', 'número da (?:sua )?conta', 'cpf', 'senha'],
  partial: ['[uú]ltimos? (?:quatro|4)', 'termina(?:da|do|n)? e[nm]', 'não compartilhe'],
};

const estonian: Pick<WordLists, 'greetings'> = { greetings: ['tere', 'abi'] };

export const heardOnly: readonly Partial<WordLists>[] = [portuguese, estonian];

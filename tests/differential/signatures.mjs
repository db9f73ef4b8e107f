// Selectors and topics from canonical text and from what people write.
import { EventFragment, FunctionFragment } from 'ethers';
import { toEventSelector, toFunctionSelector } from 'viem';
import { nameOf, randomType } from './lib/abi-types.mjs';

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$0123456789';

export function makeChecks(random) {
  const name = 'x' + random.list(random.below(12), () => random.pick([...letters])).join('');
  const types = random.list(random.below(5), () => nameOf(randomType(random)));
  const canonical = `${name}(${types.join(',')})`;
  const indexed = random.below(4);
  const spaces = () => ' '.repeat(random.below(3));
  const loose = types.map(type => (random.chance(50) ? type.replace(/int256/g, 'int') : type));
  const parameters = loose.map((type, index) => `${spaces()}${type} p${index}${spaces()}`);
  const indexedParameters = loose.map((type, index) => `${spaces()}${type}${index < indexed ? ' indexed' : ''} p${index}`);
  const selector = { ethers: { selector: FunctionFragment.from(`function ${canonical}`).selector }, viem: { selector: toFunctionSelector(canonical) } };
  const topic = { ethers: { topic: EventFragment.from(`event ${canonical}`).topicHash }, viem: { topic: toEventSelector(canonical) } };
  const check = (tool, signature, expected) => ({ tool, input: { signature }, expected });
  return [
    check('selector', canonical, selector),
    check('selector', `${random.pick(['', 'function '])}${name}(${parameters.join(',')})`, selector),
    check('topic', canonical, topic),
    check('topic', `${random.pick(['', 'event '])}${name}(${indexedParameters.join(',')})`, topic),
  ];
}

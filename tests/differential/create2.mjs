// The addresses that CREATE2 gives contracts (EIP-1014).
import { getCreate2Address } from 'ethers';
import { getContractAddress } from 'viem';

export function makeChecks(random) {
  const [deployer, salt, initCodeHash] = [random.hex(20), random.hex(32), random.hex(32)];
  const viem = getContractAddress({ opcode: 'CREATE2', from: deployer, salt, bytecodeHash: initCodeHash });
  const expected = { ethers: { address: getCreate2Address(deployer, salt, initCodeHash) }, viem: { address: viem } };
  return [{ tool: 'create2', input: { deployer, salt, initCodeHash }, expected }];
}

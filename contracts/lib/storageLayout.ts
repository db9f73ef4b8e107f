// Where a contract keeps its state, without the compiler's running numbers, so that only a real change shows.

import { readFile } from "node:fs/promises";

import type { ArtifactManager } from "hardhat/types/artifacts";

interface Variable {
  label: string;
  slot: string;
  offset: number;
  type: string;
}

interface CompilerLayout {
  storage: Variable[];
  types: Record<string, { label: string; numberOfBytes: string; members?: Variable[] }> | null;
}

interface BuildOutput {
  output: { contracts: Record<string, Record<string, { storageLayout: CompilerLayout }>> };
}

export interface StorageSlot {
  slot: string;
  offset: number;
  bytes: string;
  type: string;
  name: string;
  members?: StorageSlot[];
}

/** The contract's state variables in order of their slots; of structs, the members too. */
export async function storageLayoutOf(artifacts: ArtifactManager, name: string): Promise<StorageSlot[]> {
  const { sourceName, inputSourceName } = await artifacts.readArtifact(name);
  const id = await artifacts.getBuildInfoId(`${sourceName}:${name}`);
  const path = id === undefined ? undefined : await artifacts.getBuildInfoOutputPath(id);
  if (path === undefined || inputSourceName === undefined) throw new Error(`${name} has no build output: build first.`);

  const { output } = JSON.parse(await readFile(path, "utf8")) as BuildOutput;
  const layout = output.contracts[inputSourceName]?.[name]?.storageLayout;
  if (layout === undefined) throw new Error(`The build output of ${name} has no storage layout.`);

  const slotOf = ({ label, slot, offset, type }: Variable): StorageSlot => {
    const described = layout.types?.[type];
    if (described === undefined) throw new Error(`The storage layout of ${name} does not describe ${type}.`);
    const members = described.members?.map(slotOf);
    return { slot, offset, bytes: described.numberOfBytes, type: described.label, name: label, members };
  };
  return layout.storage.map(slotOf);
}

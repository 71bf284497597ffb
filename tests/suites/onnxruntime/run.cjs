// SPDX-License-Identifier: Apache-2.0
// One inference by ONNX Runtime.   node run.cjs <folder with node_modules> <model> <folder>
// Reads <folder>/inputs.json, a list of { name, type, dims, file }, and the raw tensors that it names; writes outputs.json
// and raw tensors likewise, in the model's order.
'use strict';
const fs = require('fs');
const path = require('path');

const [modules, model, folder] = process.argv.slice(2);
const ort = require(path.join(path.resolve(modules), 'node_modules', 'onnxruntime-node'));

const arrays = {
    float32: Float32Array,
    int8: Int8Array,
    uint8: Uint8Array,
    int16: Int16Array,
    int32: Int32Array,
    int64: BigInt64Array,
    bool: Uint8Array,
};

function readTensor({ type, dims, file }) {
    const bytes = fs.readFileSync(path.join(folder, file));
    // A copy, so that it begins at an address that the array's elements may have.
    return new ort.Tensor(type, new arrays[type](new Uint8Array(bytes).buffer), dims);
}

async function main() {
    // All rewriting off: what is compared is the model as its file has it.
    const session = await ort.InferenceSession.create(model, { graphOptimizationLevel: 'disabled', logSeverityLevel: 3 });
    const inputs = JSON.parse(fs.readFileSync(path.join(folder, 'inputs.json'), 'utf8'));
    const results = await session.run(Object.fromEntries(inputs.map((input) => [input.name, readTensor(input)])));
    const outputs = session.outputNames.map((name, index) => {
        const { type, dims, data } = results[name];
        const file = `output_${index}.bin`;
        fs.writeFileSync(path.join(folder, file), Buffer.from(data.buffer, data.byteOffset, data.byteLength));
        return { name, type, dims, file };
    });
    fs.writeFileSync(path.join(folder, 'outputs.json'), JSON.stringify(outputs));
}

main().catch((error) => {
    console.error(String(error));
    process.exit(1);
});

import { bytes, encodeExample, fixedLength, float32, int64, parseExamples } from "@tensorloom/tfrecord";
import { readRecordFileBatches } from "@tensorloom/tfrecord/node";
const small="/tmp/tfperf/small.tfrecord";
const spec={id:fixedLength("bytes"),label:fixedLength("int64"),score:fixedLength("float32"),vector:fixedLength("float32",{shape:[16]})};
const cpu=async(f,n)=>{const c=process.cpuUsage();await f();const d=process.cpuUsage(c);return Math.round((d.user+d.system)/n*1000)};
const feats=Array.from({length:20000},(_,i)=>({id:bytes("row-"+i),label:int64(i%10),score:float32(i/3),vector:float32(Array.from({length:16},(_,k)=>i+k))}));
const batches=[];for await (const b of readRecordFileBatches(small,256)) batches.push(b);
for(let k=0;k<5;k++){
 const r=await cpu(async()=>{for await (const b of readRecordFileBatches(small,256));},2e5);
 const p=await cpu(()=>{for(const b of batches)parseExamples(b,spec)},2e5);
 const e=await cpu(()=>{for(const f of feats)encodeExample(f)},2e4);
 const c=await cpu(()=>{for(let i=0;i<20000;i++)({id:bytes("row-"+i),label:int64(i%10),score:float32(i/3),vector:float32(Array.from({length:16},(_,k)=>i+k))})},2e4);
 console.log("cpu ns: read",r,"parse",p,"encode",e,"construct",c);
}

/** Known answers of the Chinese algorithms: GM/T 0002 (SM4), GM/T 0003 (SM2), GM/T 0004 (SM3), and what is built of them. */
import { createCipheriv, createPublicKey, createSecretKey, verify } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';
import { describe, expect, it } from 'vitest';
import { createPureSmEngine, nodeSmEngine } from './sm-engine.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const sampleKey = '0123456789abcdeffedcba9876543210';

describe.each([nodeSmEngine, createPureSmEngine()])('known answers, $name', (engine) => {
  it.each([
    ['GM/T 0004 A.1', 'abc', '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'],
    ['GM/T 0004 A.2', 'abcd'.repeat(16), 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732'],
    ['the empty text', '', '1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b'],
  ])('SM3, %s', (_, text, digest) => {
    expect(engine.sm3(Buffer.from(text)).toString('hex')).toBe(digest);
  });

  it.each([
    [
      '0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20',
      Buffer.from('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'.repeat(2)),
      'ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a',
    ],
    [
      '0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425',
      Buffer.alloc(50, 0xcd),
      '220bf579ded555393f0159f66c99877822a3ecf610d1552154b41d44b94db3ae',
    ],
  ])('HMAC-SM3 with key %s', (key, data, mac) => {
    expect(engine.hmacSm3(createSecretKey(hex(key)), data).toString('hex')).toBe(mac);
  });

  it.each([
    ['GM/T 0002 A.1: one block', sampleKey, sampleKey, '00'.repeat(16), '681edf34d206965e86b3e94f536e4246'],
    [
      'counter mode, first sample',
      sampleKey,
      '000102030405060708090a0b0c0d0e0f',
      'aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeeeeeeeeeeeeeeffffffffffffffffaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbb',
      'ac3236cb970cc20791364c395a1342d1a3cbc1878c6f30cd074cce385cdd70c7f234bc0e24c11980fd1286310ce37b926e02fcd0faa0baf38b2933851d824514',
    ],
    [
      'counter mode, second sample',
      sampleKey,
      sampleKey,
      'aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa',
      'c2b4759e78ac3cf43d0852f4e8d5f9fd7256e8a5fcb65a350ee00630912e44492a0b17e1b85b060d0fba612d8a95831638b361fd5ffacd942f081485a83ca35d',
    ],
  ])('SM4, %s', (_, key, iv, plain, cipher) => {
    expect(engine.sm4Ctr(createSecretKey(hex(key)), hex(iv), hex(plain)).toString('hex')).toBe(cipher);
  });
});

it('SM4, GM/T 0002 A.2: a block encrypted a million times', () => {
  const cipher = createCipheriv('sm4-ecb', hex(sampleKey), null).setAutoPadding(false);
  let block: Buffer = hex(sampleKey);
  for (let i = 0; i < 1_000_000; i++) block = cipher.update(block);
  expect(block.toString('hex')).toBe('595298c7c6fd271f0402f804c33d3f66');
});

describe('SM2, GM/T 0003.5', () => {
  const privateKey = '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8';
  const point =
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13';
  const signature =
    'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa';
  const options = { hash: true, userId: '1234567812345678' };

  it('the key pair and the signature of the standard hold in sm-crypto-v2, which we sign with should we have to', () => {
    expect(sm2.getPublicKeyFromPrivateKey(privateKey)).toBe(point);
    expect(sm2.doVerifySignature('message digest', signature, point, options)).toBe(true);
    expect(sm2.doVerifySignature('message digesT', signature, point, options)).toBe(false);
    const own = sm2.doSignature('message digest', privateKey, options);
    expect(sm2.doVerifySignature('message digest', own, point, options)).toBe(true);
  });

  it('they do not hold in Node’s own crypto, which leaves out the digest of the signer: never sign SM2 with it', () => {
    const header = hex('3059301306072a8648ce3d020106082a811ccf5501822d034200');
    const key = createPublicKey({ key: Buffer.concat([header, hex(point)]), format: 'der', type: 'spki' });
    const data = Buffer.from('message digest');
    expect(verify('sm3', data, { key, dsaEncoding: 'ieee-p1363' }, hex(signature))).toBe(false);
  });
});

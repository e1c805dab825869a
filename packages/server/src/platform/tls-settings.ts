import type { SecureContextOptions, TlsOptions } from 'node:tls';

/**
 * How our own HTTPS speaks: TLS 1.3, or 1.2 with a key of the moment and a cipher that notices changes; the strongest first, by our order. The
 * exchange of keys begins with the hybrid that stays closed to quantum computers as well; curves give 128 bits and more.
 */
export const tlsSettings = {
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.3',
  honorCipherOrder: true,
  ciphers: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
  ].join(':'),
  ecdhCurve: 'X25519MLKEM768:X25519:prime256v1:secp384r1',
} as const satisfies SecureContextOptions & TlsOptions;

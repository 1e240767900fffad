/** The password behind each of them, with an é and a ligature that NFKC takes apart. */
export const FOREIGN_PASSWORD = 'correct horse ﬁn é'

/** Hashes of that password, each made by the software that it names. */
export const FOREIGN_HASHES: Record<string, string> = {
  'bcrypt 2a of python3 bcrypt 5.0': '$2a$04$nRznFcQqhkbXqUhQCXxL3.PJP4qCqBJ1FWPf.aJ3XA6/qgrjVz9Da',
  'bcrypt 2b of python3 bcrypt 5.0': '$2b$04$OAzxQyNizKLs/VtBdaFsmem657muxQNejojBDF6CWRdA1s7xM0dfa',
  'bcrypt 2y of libxcrypt': '$2y$04$abcdefghijklmnopqrstuuDVpo/JlrbNj9ZOx5QCBXTirgiTQnW3y',
  'Argon2id of argon2-cffi 25.1':
    '$argon2id$v=19$m=65536,t=3,p=4$QFIVYs4xaYqQRpCmgn2Oyg$X6aBTTYnwGg98q9Pod7/KrkPyGX3p4vFN5zvIqeW464',
  'Argon2id of argon2-cffi, small':
    '$argon2id$v=19$m=1024,t=2,p=2$saGJJKdAFEKcdy5z8isVOg$vuDv9uluD0+H/LG+0gpmKsOQSDd8yUIVK2bVqOMIUus',
  'scrypt of passlib 1.7':
    '$scrypt$ln=10,r=8,p=1$JmSMsTbGuDcGgHBOKYUQIg$9SMCRYkkIOPW9lHpsUwhhuGff+cqW6mEW4c1kib7kdE',
  'PBKDF2 of Django 5.2':
    'pbkdf2_sha256$1000000$3P8ONix1qdeUAEwVxZe5Lh$WbVBKaHNq4di6UurZ6UTJi2RhikLxhSdYPQuIMCVgu8=',
  'PBKDF2 of Django 5.2, short': 'pbkdf2_sha256$1000$seasalt2$0Aj608P/qzrHMnXoVAUPPqo0LTnn5RdYECKuXYwq2qM=',
  'PBKDF2 with SHA-1 of Django 5.2': 'pbkdf2_sha1$1000$seasalt2$nI7kJWdKBwV8FDv3cbo7DuFHKFw=',
  'PBKDF2-SHA-512 of passlib 1.7':
    '$pbkdf2-sha512$1000$vNd6r1UqZSylVOpd6733fg$9DhqJiEuDl0tIeAT9tG7jR2QYQ9fxA3LYjc2LDOH.PH435HoWi70H1CxJUOK7Ou3mhSKsYwE0D5H.1q0U5XWhQ',
  'PBKDF2-SHA-256 of passlib 1.7':
    '$pbkdf2-sha256$1000$L.U8Z4wxJiSEUKp1rjXm/A$vRhL6DlihJJpYRJvmKjvQyFJv.xiKZYIJQ266jfkuBU',
  'scrypt of Better Auth 1.7':
    'b35f88fe35c6dac097983f928628ad9c:767a1a63ed2cf0059582191493f357f4274d9a541c037b488653005dcfc0d37d66b84348ec3634d9abd06d9c0ec0fb43441618b9bdd59568e07ef437c7b0d054',
  'PBKDF2-SHA-512 of @phc/pbkdf2 1.1':
    '$pbkdf2-sha512$i=1000$WY+Gwkq5YsYqZ+GKgt6pFw$9GPkh6dIPoLiMalg63ZsILxmZ24W2mGN9joxP+ZpRDLZg25GTjG6C8YoBRBq5s4U8dOsy0rqAjCYstbxuYpcjQ',
}

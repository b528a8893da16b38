package io.userstore.privacy;

import java.util.List;
import java.util.stream.IntStream;

/** What differs from something in one bit. */
final class Flipped {

    private Flipped() {}

    static List<byte[]> bits(byte[] original) {
        return IntStream.range(0, original.length * 8)
                .mapToObj(bit -> {
                    byte[] flipped = original.clone();
                    flipped[bit / 8] ^= (byte) (1 << bit % 8);
                    return flipped;
                })
                .toList();
    }
}

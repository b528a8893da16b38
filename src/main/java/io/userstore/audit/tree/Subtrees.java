package io.userstore.audit.tree;

/** What is known of a tree: the roots of its perfect subtrees, which never change again. */
@FunctionalInterface
interface Subtrees {

    /**
     * The root over 2<sup>height</sup> leaves; a leaf's hash at height 0.
     *
     * @param index among the subtrees of that height, from the left
     */
    byte[] root(int height, long index);
}

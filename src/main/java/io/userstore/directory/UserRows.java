package io.userstore.directory;

/** Where the projection puts what events say of users: the batch that is being appended, a rebuild, or a single view. */
interface UserRows {

    /** The row to be changed; a fresh one, without any value, when this user was not touched here before. */
    UserRow of(long id);
}

/** Addresses of networks and of the machines in them. */
package dev.dbsync.core.masking.builtin.network;

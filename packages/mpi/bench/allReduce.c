/* The all-reduce of the benchmark in C, as osu_allreduce measures it: mpicc -O2 allReduce.c */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>

static int ascending(const void *a, const void *b) {
  double difference = *(const double *)a - *(const double *)b;
  return (difference > 0) - (difference < 0);
}

int main(int argc, char **argv) {
  int rank;
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  for (int at = 1; at < argc; at++) {
    int length = atoi(argv[at]) / 4, times = 4194304 / (4 * length + 8192) + 2;
    float *values = calloc(length, sizeof(float));
    double rounds[7];
    for (int round = -2; round < 7; round++) {
      MPI_Barrier(MPI_COMM_WORLD);
      double start = MPI_Wtime();
      for (int time = 0; time < times; time++)
        MPI_Allreduce(MPI_IN_PLACE, values, length, MPI_FLOAT, MPI_SUM, MPI_COMM_WORLD);
      if (round >= 0) rounds[round] = (MPI_Wtime() - start) / times * 1e6;
    }
    qsort(rounds, 7, sizeof(double), ascending);
    if (rank == 0) printf("%d %f\n", 4 * length, rounds[3]);
    free(values);
  }
  MPI_Finalize();
}

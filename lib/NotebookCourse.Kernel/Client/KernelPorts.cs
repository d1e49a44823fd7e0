using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using NotebookCourse.Kernel.Wire;

namespace NotebookCourse.Kernel.Client;

/// <summary>Free ports for kernels. Two kernels of one program never get the same; another program may still be quicker than the kernel.</summary>
internal static class KernelPorts
{
    private static readonly HashSet<int> Given = [];

    /// <summary>Five free ports and a key.</summary>
    public static ConnectionFile Take()
    {
        lock (Given)
        {
            List<TcpListener> listeners = [];
            List<int> ports = [];
            while (ports.Count < 5)
            {
                var listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                listeners.Add(listener);
                int port = ((IPEndPoint)listener.LocalEndpoint).Port;
                if (Given.Add(port))
                    ports.Add(port);
            }

            foreach (var listener in listeners)
                listener.Stop();
            return new ConnectionFile
            {
                ShellPort = ports[0],
                IopubPort = ports[1],
                StdinPort = ports[2],
                ControlPort = ports[3],
                HeartbeatPort = ports[4],
                Key = RandomNumberGenerator.GetHexString(64, lowercase: true),
            };
        }
    }

    /// <summary>A kernel needs its ports no more.</summary>
    public static void Return(ConnectionFile connection)
    {
        lock (Given)
            Given.ExceptWith([connection.ShellPort, connection.IopubPort, connection.StdinPort, connection.ControlPort, connection.HeartbeatPort]);
    }
}
